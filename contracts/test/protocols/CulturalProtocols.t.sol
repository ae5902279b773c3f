// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {IFederation} from "../../src/interfaces/IFederation.sol";
import {CulturalProtocols} from "../../src/protocols/CulturalProtocols.sol";
import {CommunityBound} from "../../src/registry/CommunityBound.sol";
import {CommunityId, GroupId, PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {ProtocolsFixture} from "./ProtocolsFixture.sol";

/// @notice Who may change what is on record, and what it comes to.
contract CulturalProtocolsTest is ProtocolsFixture {
    PolicyId private constant UNKNOWN = PolicyId.wrap("unknown");

    VersionId private constant VERSION = VersionId.wrap("version");

    // constructor

    function test_constructor_revertsForARegistryOrAFederationWithoutCode() public {
        vm.expectRevert(abi.encodeWithSelector(CommunityBound.CommunityBound_InvalidRegistry.selector, stranger));
        new CulturalProtocols(ICommunityRegistry(stranger), federation);
        vm.expectRevert(abi.encodeWithSelector(CommunityBound.CommunityBound_InvalidRegistry.selector, stranger));
        new CulturalProtocols(registry, IFederation(stranger));
    }

    function test_constructor_keepsBoth() public view {
        vm.assertEq(address(protocols.communityRegistry()), address(registry));
        vm.assertEq(address(protocols.federation()), address(federation));
    }

    // createPolicy

    function test_createPolicy_recordsEverythingAndSaysSo() public {
        ICulturalProtocols.Rules memory rules = _full();
        PolicyId policyId = protocols.policyIdFor(communityId, "salt");
        PolicyId[] memory parts = _list(policyId);
        vm.expectEmit(address(protocols));
        emit ICulturalProtocols.PolicyCreated(policyId, communityId, ada, parts, rules);
        vm.prank(ada);
        same(protocols.createPolicy(communityId, "salt", new PolicyId[](0), rules), policyId);

        ICulturalProtocols.Policy memory policy = protocols.policyOf(policyId);
        _same(policy.communityId, communityId);
        _same(protocols.communityOf(policyId), communityId);
        vm.assertEq(policy.revision, 0, "revision");
        vm.assertEq(policy.closedUntil, 0, "closedUntil");
        _assertParts(policyId, parts);
        vm.assertEq(keccak256(abi.encode(policy.rules)), keccak256(abi.encode(rules)), "rules");
        ICulturalProtocols.Part[] memory read = protocols.partsOf(policyId);
        vm.assertEq(read.length, 1);
        vm.assertEq(
            keccak256(abi.encode(read[0])),
            keccak256(abi.encode(ICulturalProtocols.Part(policyId, communityId, 0, rules)))
        );
    }

    function test_createPolicy_isForEldersStewardsAndTheAuthorityOfTheCommunity() public {
        address[7] memory others = [cleo, dan, stranger, hana, ivo, hillTimelock, address(council)];
        for (uint256 i = 0; i < others.length; ++i) {
            expectNotGuardian(communityId, others[i]);
            vm.prank(others[i]);
            protocols.createPolicy(communityId, bytes32(i), new PolicyId[](0), permissive());
        }
        address[3] memory rightful = [fred, ben, address(timelock)];
        for (uint256 i = 0; i < rightful.length; ++i) {
            vm.prank(rightful[i]);
            protocols.createPolicy(communityId, bytes32(i), new PolicyId[](0), permissive());
        }
    }

    function test_createPolicy_revertsForACommunityThatThereIsNot() public {
        CommunityId none = CommunityId.wrap("none");
        expectNotGuardian(none, ada);
        vm.prank(ada);
        protocols.createPolicy(none, "salt", new PolicyId[](0), permissive());
    }

    function test_createPolicy_revertsForAnIdThatIsTaken() public {
        PolicyId policyId = create("salt", permissive());
        vm.expectRevert(abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_AlreadyCreated.selector, policyId));
        vm.prank(ada);
        protocols.createPolicy(communityId, "salt", new PolicyId[](0), permissive());
    }

    function testFuzz_policyIdFor_isItsFormula(CommunityId community, bytes32 salt) public view {
        bytes32 expected = keccak256(abi.encode(community, salt));
        vm.assertEq(PolicyId.unwrap(protocols.policyIdFor(community, salt)), expected);
        vm.assertEq(GroupId.unwrap(protocols.groupIdFor(community, salt)), expected);
    }

    function test_createPolicy_givesEachCommunityItsOwnIds() public {
        PolicyId own = create("salt", permissive());
        PolicyId other = createChild(hill, "salt", own, permissive());
        vm.assertNotEq(PolicyId.unwrap(own), PolicyId.unwrap(other));
    }

    // parts

    function test_parts_areThoseOfTheParentsThenItself() public {
        PolicyId root = create("root", permissive());
        PolicyId child = createChild(hill, "child", root, permissive());
        PolicyId grandchild = createChild(communityId, "grandchild", child, permissive());
        PolicyId[] memory parts = new PolicyId[](3);
        (parts[0], parts[1], parts[2]) = (root, child, grandchild);
        _assertParts(grandchild, parts);
        ICulturalProtocols.Part[] memory read = protocols.partsOf(grandchild);
        for (uint256 i = 0; i < 3; ++i) {
            same(read[i].policyId, parts[i]);
            _same(read[i].communityId, i == 1 ? hill : communityId);
        }
        _assertParts(root, _list(root));
    }

    function test_parts_countEveryPolicyOnce() public {
        PolicyId root = create("root", permissive());
        PolicyId left = createChild(communityId, "left", root, permissive());
        PolicyId right = createChild(hill, "right", root, permissive());
        PolicyId[] memory parents = new PolicyId[](4);
        (parents[0], parents[1], parents[2], parents[3]) = (left, right, left, root);
        vm.prank(ada);
        PolicyId diamond = protocols.createPolicy(communityId, "diamond", parents, permissive());
        PolicyId[] memory parts = new PolicyId[](4);
        (parts[0], parts[1], parts[2], parts[3]) = (root, left, right, diamond);
        _assertParts(diamond, parts);
    }

    function test_parts_areSixteenAtMost() public {
        PolicyId last = create(0, permissive());
        for (uint256 i = 1; i < 16; ++i) last = createChild(communityId, bytes32(i), last, permissive());
        vm.assertEq(protocols.policyOf(last).parts.length, 16);
        vm.assertTrue(_allows(last), "sixteen are decided");
        vm.expectRevert(
            abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_TooManyParts.selector, uint256(17))
        );
        vm.prank(ada);
        protocols.createPolicy(communityId, "deeper", _list(last), permissive());

        PolicyId[] memory parents = new PolicyId[](16);
        for (uint256 i = 0; i < 16; ++i) {
            vm.prank(ada);
            parents[i] = protocols.createPolicy(communityId, bytes32(100 + i), new PolicyId[](0), permissive());
        }
        vm.expectRevert(
            abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_TooManyParts.selector, uint256(17))
        );
        vm.prank(ada);
        protocols.createPolicy(communityId, "wider", parents, permissive());
        parents[15] = parents[14];
        vm.prank(ada);
        PolicyId widest = protocols.createPolicy(communityId, "wider", parents, permissive());
        vm.assertEq(protocols.policyOf(widest).parts.length, 16);
    }

    function test_parts_areOnRecordAndNeverThePolicyItself() public {
        expectUnknownPolicy(UNKNOWN);
        vm.prank(ada);
        protocols.createPolicy(communityId, "salt", _list(UNKNOWN), permissive());
        PolicyId itself = protocols.policyIdFor(communityId, "salt");
        expectUnknownPolicy(itself);
        vm.prank(ada);
        protocols.createPolicy(communityId, "salt", _list(itself), permissive());
    }

    function test_parts_ofAnUnknownPolicyAreNone() public {
        vm.assertEq(protocols.partsOf(UNKNOWN).length, 0);
        _same(protocols.communityOf(UNKNOWN), CommunityId.wrap(0));
        vm.assertFalse(protocols.carries(UNKNOWN, UNKNOWN));
        vm.assertFalse(protocols.isCustodian(UNKNOWN, ada));
        expectUnknownPolicy(UNKNOWN);
        protocols.policyOf(UNKNOWN);
        expectUnknownPolicy(UNKNOWN);
        protocols.needsConsent(UNKNOWN);
        expectUnknownPolicy(UNKNOWN);
        protocols.hasConsent(UNKNOWN, "subject");
        expectUnknownPolicy(UNKNOWN);
        protocols.mayDerive(UNKNOWN, communityId, VERSION);
        expectUnknownPolicy(UNKNOWN);
        protocols.looseningSubject(UNKNOWN, permissive());
    }

    function test_carries_isForWhatItStandsOnAndItself() public {
        PolicyId root = create("root", permissive());
        PolicyId child = createChild(hill, "child", root, permissive());
        PolicyId grandchild = createChild(communityId, "grandchild", child, permissive());
        PolicyId other = create("other", permissive());
        vm.assertTrue(protocols.carries(grandchild, grandchild), "itself");
        vm.assertTrue(protocols.carries(grandchild, child), "its parent");
        vm.assertTrue(protocols.carries(grandchild, root), "what that stands on");
        vm.assertFalse(protocols.carries(root, child), "not the other way");
        vm.assertFalse(protocols.carries(grandchild, other), "nor another");
        vm.assertFalse(protocols.carries(grandchild, UNKNOWN), "nor one there is not");
    }

    function test_lineage_whatAParentRefusesLaterCountsAtOnceForTheChild() public {
        PolicyId root = create("root", seasonal());
        PolicyId child = createChild(hill, "child", root, permissive());
        PolicyId grandchild = createChild(communityId, "grandchild", child, permissive());
        vm.assertTrue(_allows(grandchild), "before");

        vm.prank(ben);
        protocols.closeEarly(root, "mourning");
        _assertReason(grandchild, ICulturalProtocols.Reason.ClosedEarly);
        vm.prank(address(timelock));
        protocols.loosen(root, permissive());
        vm.assertTrue(_allows(grandchild), "open again");

        ICulturalProtocols.Rules memory rules = permissive();
        rules.purposes = 0;
        vm.prank(hana);
        protocols.tighten(child, rules);
        _assertReason(grandchild, ICulturalProtocols.Reason.Purpose);
        vm.assertTrue(_allows(root), "not for the parent");
    }

    function testFuzz_lineage_aChildNeverGetsMoreThanItsParents(uint256 seed) public {
        Draw memory draw = Draw(seed);
        PolicyId[] memory parents = new PolicyId[](2);
        parents[0] = create("left", drawRules(draw, MAY + 1));
        parents[1] = createChild(hill, "right", parents[0], drawRules(draw, MAY + 1));
        vm.prank(hana);
        PolicyId child = protocols.createPolicy(hill, "child", parents, drawRules(draw, MAY + 1));
        share(1, below(draw, 2) == 0 ? 0 : uint48(MAY + 400 days));
        address[7] memory accounts = [address(0), stranger, ada, cleo, dan, hana, jon];
        for (uint256 i = 0; i < 10; ++i) {
            ICulturalProtocols.Query memory query = ICulturalProtocols.Query(
                accounts[below(draw, 7)],
                below(draw, 2) == 0 ? hill : communityId,
                ICulturalProtocols.Purpose(below(draw, 9)),
                below(draw, 3) == 0,
                below(draw, 3) == 0 ? VERSION : VersionId.wrap(0)
            );
            bool allowed = protocols.decide(child, query).allowed;
            for (uint256 j = 0; j < 2; ++j) {
                vm.assertTrue(protocols.decide(parents[j], query).allowed || !allowed, "more than a parent");
            }
            skip(below(draw, 60 days));
        }
    }

    // consent

    function test_needsConsent_isAskedByAnyPart() public {
        ICulturalProtocols.Rules memory asking = permissive();
        asking.consentThreshold = 1;
        PolicyId free = create("free", permissive());
        PolicyId root = create("root", asking);
        PolicyId child = createChild(hill, "child", root, permissive());
        vm.assertFalse(protocols.needsConsent(free), "none");
        vm.assertTrue(protocols.needsConsent(root), "its own");
        vm.assertTrue(protocols.needsConsent(child), "its parent's");
        vm.assertTrue(protocols.needsConsent(createChild(hill, "other", free, asking)), "its own over a parent");
    }

    function test_hasConsent_isOfAsManyEldersAsEachPartAsksFor() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.consentThreshold = 2;
        PolicyId root = create("root", rules);
        rules.consentThreshold = 1;
        PolicyId child = createChild(hill, "child", root, rules);
        vm.assertTrue(protocols.hasConsent(create("free", permissive()), "subject"), "none is asked for");

        vm.assertFalse(protocols.hasConsent(root, "subject"), "nobody");
        consent(ada, "subject");
        vm.assertFalse(protocols.hasConsent(root, "subject"), "one of two");
        consent(fred, "subject");
        vm.assertTrue(protocols.hasConsent(root, "subject"), "two");
        vm.assertFalse(protocols.hasConsent(root, "other"), "to another subject");
        vm.assertFalse(protocols.hasConsent(child, "subject"), "but none of the child's own");
        vm.prank(hana);
        hillCouncil.giveConsent("subject");
        vm.assertTrue(protocols.hasConsent(child, "subject"), "and one of its own");

        vm.prank(address(timelock));
        membership.setRoles(fred, 0);
        vm.assertFalse(protocols.hasConsent(root, "subject"), "who is no elder any more does not count");
        vm.assertFalse(protocols.hasConsent(child, "subject"), "nor for the child");
    }

    function test_hasConsent_isNeverGivenWithoutACouncil() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.consentThreshold = 1;
        PolicyId policyId = create("policy", rules);
        consent(ada, "subject");
        vm.prank(address(timelock));
        registry.setCouncil(communityId, address(0));
        vm.assertFalse(protocols.hasConsent(policyId, "subject"));
    }

    // loosen

    function test_loosen_isForTheAuthorityAlone() public {
        PolicyId policyId = create("policy", permissive());
        address[5] memory others = [ada, ben, stranger, address(governor), hillTimelock];
        for (uint256 i = 0; i < others.length; ++i) {
            expectNotAuthority(communityId, others[i]);
            vm.prank(others[i]);
            protocols.loosen(policyId, permissive());
        }
        expectUnknownPolicy(UNKNOWN);
        vm.prank(address(timelock));
        protocols.loosen(UNKNOWN, permissive());
    }

    function test_loosen_takesTheVoteAndTheConsentOfThePresentRules() public {
        ICulturalProtocols.Rules memory present = _full();
        present.consentThreshold = 2;
        PolicyId policyId = create("policy", present);
        ICulturalProtocols.Rules memory rules = permissive();
        bytes32 subject = protocols.looseningSubject(policyId, rules);
        vm.assertEq(subject, keccak256(abi.encode(policyId, uint32(0), keccak256(abi.encode(rules)))));
        consent(ada, subject);
        _expectNoConsent(policyId, subject);
        vm.prank(address(timelock));
        protocols.loosen(policyId, rules);
        consent(fred, subject);

        Proposal memory proposal = plan1(
            address(protocols),
            abi.encodeCall(protocols.loosen, (policyId, rules)),
            "let others in"
        );
        pass(proposal);
        vm.expectEmit(address(protocols));
        emit ICulturalProtocols.PolicyLoosened(policyId, 1, rules);
        execute(proposal);
        ICulturalProtocols.Policy memory policy = protocols.policyOf(policyId);
        vm.assertEq(keccak256(abi.encode(policy.rules)), keccak256(abi.encode(rules)), "rules");
        vm.assertEq(policy.revision, 1, "revision");
        _assertParts(policyId, _list(policyId));
    }

    function test_loosen_asksTheRulesThatStandAndNotThoseThatCome() public {
        PolicyId policyId = create("policy", permissive());
        ICulturalProtocols.Rules memory asking = permissive();
        asking.consentThreshold = 1;
        vm.startPrank(address(timelock));
        protocols.loosen(policyId, asking);
        vm.stopPrank();
        bytes32 subject = protocols.looseningSubject(policyId, permissive());
        _expectNoConsent(policyId, subject);
        vm.prank(address(timelock));
        protocols.loosen(policyId, permissive());
    }

    function test_loosen_asksNoConsentOfTheParents() public {
        ICulturalProtocols.Rules memory asking = permissive();
        asking.consentThreshold = 2;
        PolicyId root = create("root", asking);
        PolicyId child = createChild(hill, "child", root, permissive());
        vm.prank(hillTimelock);
        protocols.loosen(child, permissive());
        vm.assertTrue(protocols.needsConsent(child), "what the parent asks for still stands");
    }

    function test_loosen_countsNoConsentToOtherRulesOrToAnotherPolicy() public {
        ICulturalProtocols.Rules memory present = _full();
        present.consentThreshold = 1;
        PolicyId policyId = create("policy", present);
        PolicyId other = create("other", present);
        ICulturalProtocols.Rules memory rules = permissive();
        consent(ada, protocols.looseningSubject(other, rules));
        rules.shareBps = 1;
        consent(ada, protocols.looseningSubject(policyId, rules));
        rules.shareBps = 0;
        bytes32 subject = protocols.looseningSubject(policyId, rules);
        _expectNoConsent(policyId, subject);
        vm.prank(address(timelock));
        protocols.loosen(policyId, rules);
    }

    function test_loosen_countsNoConsentOfWhoIsNoElderAnyMore() public {
        ICulturalProtocols.Rules memory present = _full();
        present.consentThreshold = 1;
        PolicyId policyId = create("policy", present);
        bytes32 subject = protocols.looseningSubject(policyId, permissive());
        consent(fred, subject);
        vm.prank(fred);
        membership.leave();
        _expectNoConsent(policyId, subject);
        vm.prank(address(timelock));
        protocols.loosen(policyId, permissive());
    }

    function test_loosen_countsNoConsentThatWasWithdrawnOrHasNoCouncil() public {
        ICulturalProtocols.Rules memory present = _full();
        present.consentThreshold = 1;
        PolicyId policyId = create("policy", present);
        bytes32 subject = protocols.looseningSubject(policyId, permissive());
        consent(ada, subject);
        vm.startPrank(address(timelock));
        registry.setCouncil(communityId, address(0));
        _expectNoConsent(policyId, subject);
        protocols.loosen(policyId, permissive());
        registry.setCouncil(communityId, address(council));
        vm.stopPrank();
        vm.prank(ada);
        council.withdrawConsent(subject);
        _expectNoConsent(policyId, subject);
        vm.prank(address(timelock));
        protocols.loosen(policyId, permissive());
    }

    function test_loosen_opensAgainWhatWasClosedEarly() public {
        PolicyId policyId = create("policy", seasonal());
        vm.prank(ben);
        protocols.closeEarly(policyId, "mourning");
        _assertReason(policyId, ICulturalProtocols.Reason.ClosedEarly);
        vm.prank(address(timelock));
        protocols.loosen(policyId, seasonal());
        vm.assertEq(protocols.policyOf(policyId).closedUntil, 0);
        vm.assertTrue(_allows(policyId));
    }

    function test_loosen_revertsForRulesThatNoPolicyMayHave() public {
        PolicyId policyId = create("policy", permissive());
        ICulturalProtocols.Rules memory rules = permissive();
        rules.audience = new ICulturalProtocols.Clause[](0);
        vm.expectRevert(ICulturalProtocols.CulturalProtocols_InvalidAudience.selector);
        vm.prank(address(timelock));
        protocols.loosen(policyId, rules);
    }

    // closeEarly

    function test_closeEarly_isForEldersStewardsAndTheAuthority() public {
        address[5] memory others = [cleo, dan, stranger, hana, hillTimelock];
        PolicyId policyId = create("policy", seasonal());
        for (uint256 i = 0; i < others.length; ++i) {
            expectNotGuardian(communityId, others[i]);
            vm.prank(others[i]);
            protocols.closeEarly(policyId, "reason");
        }
        address[3] memory rightful = [fred, ben, address(timelock)];
        for (uint256 i = 0; i < rightful.length; ++i) {
            policyId = create(bytes32(i), seasonal());
            vm.prank(rightful[i]);
            protocols.closeEarly(policyId, "reason");
        }
        expectUnknownPolicy(UNKNOWN);
        vm.prank(ada);
        protocols.closeEarly(UNKNOWN, "reason");
    }

    function test_closeEarly_closesUntilTheSeasonWouldHaveEnded() public {
        PolicyId policyId = create("policy", seasonal());
        skip(3 days + 5);
        uint48 end = uint48(MAY + 31 days);
        vm.expectEmit(address(protocols));
        emit ICulturalProtocols.SeasonClosed(policyId, ben, end, "mourning");
        vm.prank(ben);
        protocols.closeEarly(policyId, "mourning");
        ICulturalProtocols.Policy memory policy = protocols.policyOf(policyId);
        vm.assertEq(policy.closedUntil, end);
        vm.assertEq(policy.revision, 0, "the rules are the same");
        vm.assertEq(protocols.partsOf(policyId)[0].closedUntil, end);
        vm.assertEq(keccak256(abi.encode(policy.rules)), keccak256(abi.encode(seasonal())));

        ICulturalProtocols.Decision memory decision = protocols.decide(policyId, _query(stranger));
        vm.assertEq(uint256(decision.reason), uint256(ICulturalProtocols.Reason.ClosedEarly));
        vm.assertEq(decision.until, MAY + 366 days, "until the season of the year after");
        vm.warp(end - 1);
        _assertReason(policyId, ICulturalProtocols.Reason.ClosedEarly);
        vm.warp(end);
        _assertReason(policyId, ICulturalProtocols.Reason.OutOfSeason);
        vm.warp(MAY + 366 days);
        vm.assertTrue(_allows(policyId), "the next season is open");
        vm.prank(ben);
        protocols.closeEarly(policyId, "again");
        _assertReason(policyId, ICulturalProtocols.Reason.ClosedEarly);
    }

    function test_closeEarly_saysWhy() public {
        PolicyId policyId = create("policy", seasonal());
        vm.expectRevert(ICulturalProtocols.CulturalProtocols_NoReason.selector);
        vm.prank(ben);
        protocols.closeEarly(policyId, "");
    }

    function test_closeEarly_revertsWithoutASeason() public {
        PolicyId policyId = create("policy", permissive());
        _expectNotOpen(policyId);
        vm.prank(ben);
        protocols.closeEarly(policyId, "reason");
    }

    function test_closeEarly_revertsWhereTheSeasonIsClosedAnyway() public {
        PolicyId policyId = create("policy", seasonal());
        vm.warp(MAY - 1);
        _expectNotOpen(policyId);
        vm.prank(ben);
        protocols.closeEarly(policyId, "reason");
        vm.warp(MAY + 31 days);
        _expectNotOpen(policyId);
        vm.prank(ben);
        protocols.closeEarly(policyId, "reason");
        vm.warp(MAY + 31 days - 1);
        vm.prank(ben);
        protocols.closeEarly(policyId, "reason");
    }

    function test_closeEarly_worksInASeasonOfEitherWord() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.season = daysBetween(FIRST_OF_MAY, FIRST_OF_MAY, 0);
        vm.assertEq(rules.season.last, 0);
        PolicyId policyId = create("first", rules);
        vm.prank(ben);
        protocols.closeEarly(policyId, "reason");
        rules.season = daysBetween(300, 300, 0);
        vm.assertEq(rules.season.first, 0);
        policyId = create("last", rules);
        vm.warp(MAY + (300 - FIRST_OF_MAY) * 1 days);
        vm.prank(ben);
        protocols.closeEarly(policyId, "reason");
        vm.assertEq(protocols.policyOf(policyId).closedUntil, MAY + (301 - FIRST_OF_MAY) * 1 days);
    }

    // groups

    function test_createGroup_isForEldersAndTheAuthority() public {
        address[4] memory others = [ben, cleo, stranger, hana];
        for (uint256 i = 0; i < others.length; ++i) {
            expectNotGuardian(communityId, others[i]);
            vm.prank(others[i]);
            protocols.createGroup(communityId, "salt", Roles.STEWARD);
        }
        GroupId groupId = protocols.groupIdFor(communityId, "salt");
        vm.expectEmit(address(protocols));
        emit ICulturalProtocols.GroupCreated(groupId, communityId, Roles.STEWARD | Roles.TREASURER);
        vm.prank(fred);
        _same(protocols.createGroup(communityId, "salt", Roles.STEWARD | Roles.TREASURER), groupId);
        vm.prank(address(timelock));
        protocols.createGroup(communityId, "other", Roles.ALL);
    }

    function test_createGroup_revertsForAnIdThatIsTaken() public {
        GroupId groupId = _group("salt", Roles.ELDER);
        vm.expectRevert(abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_GroupExists.selector, groupId));
        vm.prank(ada);
        protocols.createGroup(communityId, "salt", Roles.STEWARD);
    }

    function test_createGroup_revertsForNoRoleOrABitWithoutAMeaning() public {
        uint8[4] memory keepers = [uint8(0), 8, 0x80, Roles.ALL | 8];
        for (uint256 i = 0; i < keepers.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_UnknownRole.selector, keepers[i])
            );
            vm.prank(ada);
            protocols.createGroup(communityId, "salt", keepers[i]);
        }
    }

    function test_setGroupMember_isForTheKeepersAndTheAuthority() public {
        GroupId groupId = _group("salt", Roles.TREASURER);
        address[6] memory others = [ada, ben, dan, stranger, hana, hillTimelock];
        for (uint256 i = 0; i < others.length; ++i) {
            expectNotGuardian(communityId, others[i]);
            vm.prank(others[i]);
            protocols.setGroupMember(groupId, dan, true);
        }
        vm.assertFalse(protocols.isInGroup(groupId, dan), "before");
        vm.expectEmit(address(protocols));
        emit ICulturalProtocols.GroupMemberSet(groupId, dan, true, cleo);
        vm.prank(cleo);
        protocols.setGroupMember(groupId, dan, true);
        vm.assertTrue(protocols.isInGroup(groupId, dan), "let in");
        vm.assertFalse(protocols.isInGroup(groupId, eve), "nobody else");
        vm.prank(address(timelock));
        protocols.setGroupMember(groupId, eve, true);
        vm.assertTrue(protocols.isInGroup(groupId, eve), "by the authority");
    }

    function test_setGroupMember_outOfItIsAlsoForEldersAndStewards() public {
        GroupId groupId = _group("salt", Roles.TREASURER);
        address[4] memory rightful = [fred, ben, cleo, address(timelock)];
        for (uint256 i = 0; i < rightful.length; ++i) {
            vm.prank(cleo);
            protocols.setGroupMember(groupId, dan, true);
            vm.expectEmit(address(protocols));
            emit ICulturalProtocols.GroupMemberSet(groupId, dan, false, rightful[i]);
            vm.prank(rightful[i]);
            protocols.setGroupMember(groupId, dan, false);
            vm.assertFalse(protocols.isInGroup(groupId, dan));
        }
        address[4] memory others = [dan, stranger, hana, ivo];
        for (uint256 i = 0; i < others.length; ++i) {
            expectNotGuardian(communityId, others[i]);
            vm.prank(others[i]);
            protocols.setGroupMember(groupId, dan, false);
        }
    }

    function test_setGroupMember_revertsForAnUnknownGroup() public {
        GroupId groupId = GroupId.wrap("unknown");
        vm.expectRevert(abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_UnknownGroup.selector, groupId));
        vm.prank(address(timelock));
        protocols.setGroupMember(groupId, dan, true);
    }

    // grants for use for gain

    function test_setCommercialGrant_isGivenByTheAuthorityAndTakenByAnyElder() public {
        PolicyId policyId = create("policy", permissive());
        PolicyId other = create("other", permissive());
        address[4] memory others = [ada, ben, stranger, hillTimelock];
        for (uint256 i = 0; i < others.length; ++i) {
            expectNotAuthority(communityId, others[i]);
            vm.prank(others[i]);
            protocols.setCommercialGrant(policyId, stranger, true);
        }
        address[2] memory takers = [fred, address(timelock)];
        for (uint256 i = 0; i < takers.length; ++i) {
            vm.expectEmit(address(protocols));
            emit ICulturalProtocols.CommercialGrantSet(policyId, stranger, true, address(timelock));
            vm.prank(address(timelock));
            protocols.setCommercialGrant(policyId, stranger, true);
            vm.assertTrue(protocols.hasCommercialGrant(policyId, stranger), "given");
            vm.assertFalse(protocols.hasCommercialGrant(policyId, dan), "to nobody else");
            vm.assertFalse(protocols.hasCommercialGrant(other, stranger), "for nothing else");

            address[3] memory noTakers = [ben, stranger, hana];
            for (uint256 j = 0; j < noTakers.length; ++j) {
                expectNotGuardian(communityId, noTakers[j]);
                vm.prank(noTakers[j]);
                protocols.setCommercialGrant(policyId, stranger, false);
            }
            vm.expectEmit(address(protocols));
            emit ICulturalProtocols.CommercialGrantSet(policyId, stranger, false, takers[i]);
            vm.prank(takers[i]);
            protocols.setCommercialGrant(policyId, stranger, false);
            vm.assertFalse(protocols.hasCommercialGrant(policyId, stranger), "taken back");
        }
        expectUnknownPolicy(UNKNOWN);
        vm.prank(address(timelock));
        protocols.setCommercialGrant(UNKNOWN, stranger, true);
    }

    // approvals of derivatives

    function test_setDerivativeApproval_isGivenByTheAuthorityAndTakenByAnyElder() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.derivatives = ICulturalProtocols.Derivatives.ByApproval;
        PolicyId policyId = create("policy", rules);
        address[4] memory others = [ada, ben, stranger, hillTimelock];
        for (uint256 i = 0; i < others.length; ++i) {
            expectNotAuthority(communityId, others[i]);
            vm.prank(others[i]);
            protocols.setDerivativeApproval(policyId, VERSION, true);
        }
        address[2] memory takers = [fred, address(timelock)];
        for (uint256 i = 0; i < takers.length; ++i) {
            vm.expectEmit(address(protocols));
            emit ICulturalProtocols.DerivativeApprovalSet(policyId, VERSION, true, address(timelock));
            vm.prank(address(timelock));
            protocols.setDerivativeApproval(policyId, VERSION, true);
            vm.assertTrue(protocols.mayDerive(policyId, hill, VERSION), "given");
            vm.assertFalse(protocols.mayDerive(policyId, hill, VersionId.wrap("other")), "to nothing else");

            address[3] memory noTakers = [ben, stranger, hana];
            for (uint256 j = 0; j < noTakers.length; ++j) {
                expectNotGuardian(communityId, noTakers[j]);
                vm.prank(noTakers[j]);
                protocols.setDerivativeApproval(policyId, VERSION, false);
            }
            vm.expectEmit(address(protocols));
            emit ICulturalProtocols.DerivativeApprovalSet(policyId, VERSION, false, takers[i]);
            vm.prank(takers[i]);
            protocols.setDerivativeApproval(policyId, VERSION, false);
            vm.assertFalse(protocols.mayDerive(policyId, hill, VERSION), "taken back");
        }
        expectUnknownPolicy(UNKNOWN);
        vm.prank(address(timelock));
        protocols.setDerivativeApproval(UNKNOWN, VERSION, true);
    }

    function test_mayDerive_asksEveryPart() public {
        ICulturalProtocols.Rules memory rules = permissive();
        PolicyId free = create("free", rules);
        vm.assertTrue(protocols.mayDerive(free, hill, VERSION), "freely");
        rules.derivatives = ICulturalProtocols.Derivatives.Refused;
        PolicyId refusing = create("refusing", rules);
        vm.assertFalse(protocols.mayDerive(refusing, hill, VERSION), "not at all");
        vm.assertFalse(protocols.mayDerive(refusing, communityId, VERSION), "nor for its own community");
        vm.prank(address(timelock));
        protocols.setDerivativeApproval(refusing, VERSION, true);
        vm.assertFalse(protocols.mayDerive(refusing, hill, VERSION), "an approval does not make up for it");

        rules.derivatives = ICulturalProtocols.Derivatives.ByApproval;
        PolicyId root = create("root", rules);
        PolicyId child = createChild(hill, "child", root, rules);
        vm.assertTrue(protocols.mayDerive(root, communityId, VERSION), "its own community needs no approval");
        vm.assertFalse(protocols.mayDerive(child, communityId, VERSION), "but that of the other");
        vm.assertFalse(protocols.mayDerive(child, hill, VERSION), "and the other its");
        vm.prank(address(timelock));
        protocols.setDerivativeApproval(root, VERSION, true);
        vm.assertTrue(protocols.mayDerive(child, hill, VERSION), "approved by the parent's community");
        vm.assertFalse(protocols.mayDerive(child, communityId, VERSION), "which is none by the child's");
        vm.assertFalse(
            protocols.mayDerive(createChild(hill, "last", refusing, permissive()), hill, VERSION),
            "a parent that refuses"
        );
    }

    function test_isCustodian_isThatOfAnyPart() public {
        ICulturalProtocols.Rules memory rules = permissive();
        PolicyId free = create("free", rules);
        rules.custodian = dan;
        PolicyId root = create("root", rules);
        rules.custodian = eve;
        PolicyId child = createChild(hill, "child", root, rules);
        vm.assertTrue(protocols.isCustodian(root, dan), "its own");
        vm.assertTrue(protocols.isCustodian(child, dan), "its parent's");
        vm.assertTrue(protocols.isCustodian(child, eve), "the child's own");
        vm.assertFalse(protocols.isCustodian(root, eve), "not the child's for the parent");
        vm.assertFalse(protocols.isCustodian(root, ada), "nobody else");
        vm.assertFalse(protocols.isCustodian(free, address(0)), "nobody is nobody's");
        vm.assertTrue(protocols.isCustodian(createChild(hill, "over", root, permissive()), dan), "over none");
    }

    /// @dev A value in every rule.
    function _full() private view returns (ICulturalProtocols.Rules memory rules) {
        rules.audience = clauses(clause(COMMUNITY | GRANTEES, Roles.ALL), groupClause(groupAt(1)));
        rules.purposes = 0x0f3;
        rules.commercial = ICulturalProtocols.Commercial.Granted;
        rules.shareBps = 1_234;
        rules.derivatives = ICulturalProtocols.Derivatives.ByApproval;
        rules.outreachOnly = true;
        rules.retention = ICulturalProtocols.Retention.Hashes;
        rules.consentThreshold = 3;
        rules.expiresAt = uint48(MAY + 100 days);
        rules.season = daysBetween(200, 30, -570);
        rules.custodian = dan;
        rules.attribution = "attribution";
        rules.document = "document";
        rules.labels = new bytes32[](2);
        (rules.labels[0], rules.labels[1]) = (bytes32("one"), bytes32("two"));
    }

    function _group(bytes32 salt, uint8 keepers) private returns (GroupId) {
        vm.prank(ada);
        return protocols.createGroup(communityId, salt, keepers);
    }

    function _list(PolicyId one) private pure returns (PolicyId[] memory all) {
        all = new PolicyId[](1);
        all[0] = one;
    }

    function _query(address account) private view returns (ICulturalProtocols.Query memory query) {
        (query.account, query.communityId) = (account, communityId);
    }

    function _allows(PolicyId policyId) private view returns (bool) {
        return protocols.decide(policyId, _query(stranger)).allowed;
    }

    function _assertReason(PolicyId policyId, ICulturalProtocols.Reason reason) private view {
        vm.assertEq(uint256(protocols.decide(policyId, _query(stranger)).reason), uint256(reason), "reason");
    }

    function _assertParts(PolicyId policyId, PolicyId[] memory expected) private view {
        PolicyId[] memory parts = protocols.policyOf(policyId).parts;
        vm.assertEq(keccak256(abi.encode(parts)), keccak256(abi.encode(expected)), "parts");
    }

    function _same(CommunityId left, CommunityId right) private pure {
        vm.assertEq(CommunityId.unwrap(left), CommunityId.unwrap(right), "community id");
    }

    function _same(GroupId left, GroupId right) private pure {
        vm.assertEq(GroupId.unwrap(left), GroupId.unwrap(right), "group id");
    }

    function _expectNoConsent(PolicyId policyId, bytes32 subject) private {
        vm.expectRevert(
            abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_NoConsent.selector, policyId, subject)
        );
    }

    function _expectNotOpen(PolicyId policyId) private {
        vm.expectRevert(abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_NotOpen.selector, policyId));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {CommunityId, GroupId, PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {Scopes} from "../../src/types/Scopes.sol";
import {ProtocolsFixture} from "./ProtocolsFixture.sol";

/// @notice Ways around a community's protocols, each tried by who would gain by it.
contract AttacksTest is ProtocolsFixture {
    function test_openingByClosing_aStewardCannotOpenASeasonByClosingItTwice() public {
        ICulturalProtocols.Rules memory rules = permissive();
        // Two windows, with a day between them.
        rules.season = daysBetween(FIRST_OF_MAY, FIRST_OF_MAY + 30, 0);
        addDay(rules.season, FIRST_OF_MAY + 32);
        PolicyId policyId = create("policy", rules);
        vm.startPrank(ben);
        protocols.closeEarly(policyId, "reason");
        uint48 closedUntil = protocols.policyOf(policyId).closedUntil;
        for (uint256 i = 0; i < 31; ++i) {
            _expectNotOpen(policyId);
            protocols.closeEarly(policyId, "again");
            _assertReason(policyId, stranger, ICulturalProtocols.Reason.ClosedEarly);
            vm.assertEq(protocols.policyOf(policyId).closedUntil, closedUntil);
            skip(1 days);
        }
        vm.stopPrank();
    }

    function test_openingByTightening_anotherSeasonDoesNotOpenWhatWasClosed() public {
        PolicyId policyId = create("policy", seasonal());
        vm.prank(ben);
        protocols.closeEarly(policyId, "reason");
        uint48 closedUntil = protocols.policyOf(policyId).closedUntil;
        ICulturalProtocols.Rules memory rules = seasonal();
        rules.season = daysBetween(FIRST_OF_MAY, FIRST_OF_MAY + 10, 0);
        vm.prank(ada);
        protocols.tighten(policyId, rules);
        vm.assertEq(protocols.policyOf(policyId).closedUntil, closedUntil);
        _assertReason(policyId, stranger, ICulturalProtocols.Reason.ClosedEarly);
    }

    function test_looseningByTightening_anElderCannotGiveAShareForWhatWasRefused() public {
        ICulturalProtocols.Rules memory refusing = permissive();
        refusing.commercial = ICulturalProtocols.Commercial.Refused;
        PolicyId policyId = create("policy", refusing);
        ICulturalProtocols.Rules memory rules = permissive();
        rules.shareBps = 10_000;
        rules.purposes = uint16(1 << uint256(ICulturalProtocols.Purpose.Commercial));
        _expectNotStricter(policyId);
        vm.prank(ada);
        protocols.tighten(policyId, rules);
    }

    function test_looseningByTightening_anElderCannotTakeBackWhatItTightened() public {
        PolicyId policyId = create("policy", permissive());
        ICulturalProtocols.Rules memory rules = permissive();
        rules.purposes = 0;
        vm.startPrank(ada);
        protocols.tighten(policyId, rules);
        _expectNotStricter(policyId);
        protocols.tighten(policyId, permissive());
        vm.stopPrank();
    }

    function test_looseningByTightening_anotherClockIsAnotherSeason() public {
        PolicyId policyId = create("policy", seasonal());
        ICulturalProtocols.Rules memory rules = seasonal();
        rules.season.utcOffset = 840;
        _expectNotStricter(policyId);
        vm.prank(ada);
        protocols.tighten(policyId, rules);
    }

    function test_selfMadeCustodian_anElderCannotEndApprovalsForGoodByNamingItself() public {
        PolicyId policyId = create("policy", permissive());
        VersionId versionId = _approved(policyId, VersionId.wrap(0));
        ICulturalProtocols.Rules memory rules = permissive();
        rules.custodian = ada;
        _expectNotStricter(policyId);
        vm.prank(ada);
        protocols.tighten(policyId, rules);
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_NotCustodian.selector, versionId, ada));
        vm.prank(ada);
        models.withdrawKnowledge(versionId, "mine");
    }

    function test_consentNobodyCanGive_anElderCannotKeepWhatItTightenedFromBeingLoosened() public {
        PolicyId policyId = create("policy", permissive());
        ICulturalProtocols.Rules memory rules = permissive();
        rules.purposes = 0;
        rules.consentThreshold = 32;
        _expectNotStricter(policyId);
        vm.prank(ada);
        protocols.tighten(policyId, rules);

        rules.consentThreshold = 0;
        vm.prank(ada);
        protocols.tighten(policyId, rules);
        vm.prank(address(timelock));
        protocols.loosen(policyId, permissive());
        _assertReason(policyId, stranger, ICulturalProtocols.Reason.Allowed);
    }

    function test_staleConsent_isNotReplayedAfterARevision() public {
        ICulturalProtocols.Rules memory present = seasonal();
        present.consentThreshold = 1;
        PolicyId policyId = create("policy", present);
        ICulturalProtocols.Rules memory looser = permissive();
        looser.consentThreshold = 1;
        bytes32 first = protocols.looseningSubject(policyId, looser);
        consent(ada, first);
        vm.prank(address(timelock));
        protocols.loosen(policyId, looser);

        // Tightened again: the consent of before was to something else.
        vm.prank(fred);
        protocols.tighten(policyId, present);
        bytes32 second = protocols.looseningSubject(policyId, looser);
        vm.assertNotEq(first, second);
        vm.expectRevert(
            abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_NoConsent.selector, policyId, second)
        );
        vm.prank(address(timelock));
        protocols.loosen(policyId, looser);
    }

    function test_staleConsent_toAVersionIsNoConsentToLoosening() public {
        ICulturalProtocols.Rules memory present = permissive();
        present.consentThreshold = 1;
        PolicyId policyId = create("policy", present);
        VersionId versionId = _submitted(communityId, policyId, VersionId.wrap(0), "manifest");
        consent(ada, VersionId.unwrap(versionId));
        bytes32 subject = protocols.looseningSubject(policyId, permissive());
        vm.expectRevert(
            abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_NoConsent.selector, policyId, subject)
        );
        vm.prank(address(timelock));
        protocols.loosen(policyId, permissive());
    }

    function test_droppedParent_aChildVersionCannotLeaveItsParentsPolicyBehind() public {
        PolicyId policyId = create("policy", permissive());
        VersionId parent = _approved(policyId, VersionId.wrap(0));
        share(Scopes.DERIVE, 0);
        vm.prank(hana);
        PolicyId dropping = protocols.createPolicy(hill, "dropping", new PolicyId[](0), permissive());
        _expectNotCarried(parent, policyId, dropping);
        models.submitVersion(_submission(hill, dropping, parent, "child"));
        _expectNotCarried(parent, policyId, PolicyId.wrap(0));
        models.submitVersion(_submission(hill, PolicyId.wrap(0), parent, "child"));
        models.submitVersion(_submission(hill, createChild(hill, "carrying", policyId, permissive()), parent, "child"));
    }

    function test_foreignPolicy_aCommunityCannotCallAnothersPolicyItsOwn() public {
        PolicyId policyId = create("policy", permissive());
        vm.expectRevert(abi.encodeWithSelector(IModelRegistry.ModelRegistry_ForeignPolicy.selector, policyId, hill));
        models.submitVersion(_submission(hill, policyId, VersionId.wrap(0), "manifest"));

        vm.startPrank(hana);
        expectNotGuardian(communityId, hana);
        protocols.createPolicy(communityId, "policy", new PolicyId[](0), permissive());
        PolicyId namesake = protocols.createPolicy(hill, "policy", new PolicyId[](0), permissive());
        expectNotGuardian(communityId, hana);
        protocols.tighten(policyId, permissive());
        expectNotGuardian(communityId, hana);
        protocols.closeEarly(policyId, "reason");
        vm.stopPrank();
        vm.assertNotEq(PolicyId.unwrap(namesake), PolicyId.unwrap(policyId));
        expectNotAuthority(communityId, hillTimelock);
        vm.prank(hillTimelock);
        protocols.loosen(policyId, permissive());
    }

    function test_sameGroup_twoCommunitiesHaveTwoGroupsUnderOneSalt() public {
        vm.prank(ada);
        GroupId own = protocols.createGroup(communityId, "singers", Roles.ELDER);
        ICulturalProtocols.Rules memory rules = permissive();
        rules.audience = clauses(groupClause(own));
        PolicyId policyId = create("policy", rules);

        vm.startPrank(hana);
        GroupId theirs = protocols.createGroup(hill, "singers", Roles.ELDER);
        vm.assertNotEq(GroupId.unwrap(own), GroupId.unwrap(theirs));
        protocols.setGroupMember(theirs, hana, true);
        _assertReason(policyId, hana, ICulturalProtocols.Reason.Audience);
        expectNotGuardian(communityId, hana);
        protocols.setGroupMember(own, hana, true);
        vm.stopPrank();
    }

    function test_takenGroup_aKeeperCannotMakeAGroupAnew() public {
        vm.prank(ada);
        GroupId groupId = protocols.createGroup(communityId, "singers", Roles.TREASURER);
        vm.expectRevert(abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_GroupExists.selector, groupId));
        vm.prank(fred);
        protocols.createGroup(communityId, "singers", Roles.ELDER);
        expectNotGuardian(communityId, fred);
        vm.prank(fred);
        protocols.setGroupMember(groupId, fred, true);
    }

    function test_policyAsGroup_theSameIdIsOneOfEachAndNothingMore() public {
        // Both ids are of the same formula.
        PolicyId policyId = create("singers", permissive());
        GroupId groupId = GroupId.wrap(PolicyId.unwrap(policyId));
        vm.expectRevert(abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_UnknownGroup.selector, groupId));
        vm.prank(ada);
        protocols.setGroupMember(groupId, stranger, true);
    }

    function test_lostRole_whoWasAnElderChangesNothing() public {
        PolicyId policyId = create("policy", seasonal());
        vm.prank(address(timelock));
        membership.remove(ada, "reason");
        vm.startPrank(ada);
        expectNotGuardian(communityId, ada);
        protocols.tighten(policyId, seasonal());
        expectNotGuardian(communityId, ada);
        protocols.closeEarly(policyId, "reason");
        expectNotGuardian(communityId, ada);
        protocols.createPolicy(communityId, "other", new PolicyId[](0), permissive());
        vm.stopPrank();
    }

    function _submission(
        CommunityId community,
        PolicyId policyId,
        VersionId parent,
        bytes32 manifest
    ) private pure returns (IModelRegistry.Submission memory) {
        return IModelRegistry.Submission(community, "judge", manifest, "root", 0x70, parent, policyId, 1, 0, 0);
    }

    function _submitted(
        CommunityId community,
        PolicyId policyId,
        VersionId parent,
        bytes32 manifest
    ) private returns (VersionId) {
        return models.submitVersion(_submission(community, policyId, parent, manifest));
    }

    function _approved(PolicyId policyId, VersionId parent) private returns (VersionId versionId) {
        versionId = _submitted(communityId, policyId, parent, "manifest");
        vm.prank(address(timelock));
        models.approve(communityId, versionId, policyId, false);
    }

    function _assertReason(PolicyId policyId, address account, ICulturalProtocols.Reason reason) private view {
        ICulturalProtocols.Query memory query;
        (query.account, query.communityId) = (account, communityId);
        vm.assertEq(uint256(protocols.decide(policyId, query).reason), uint256(reason), "reason");
    }

    function _expectNotStricter(PolicyId policyId) private {
        vm.expectRevert(abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_NotStricter.selector, policyId));
    }

    function _expectNotOpen(PolicyId policyId) private {
        vm.expectRevert(abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_NotOpen.selector, policyId));
    }

    function _expectNotCarried(VersionId parent, PolicyId carried, PolicyId policyId) private {
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ModelRegistry_PolicyNotCarried.selector, parent, carried, policyId)
        );
    }
}

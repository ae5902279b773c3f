// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {IFederation} from "../../src/interfaces/IFederation.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {CommunityId, GroupId, PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {Scopes} from "../../src/types/Scopes.sol";
import {ProtocolsFixture} from "./ProtocolsFixture.sol";

/// @dev A roll that answers, or does not, as it was told.
contract HostileRoll {
    enum Answer {
        Everybody,
        Revert,
        Garbage,
        BurnGas
    }

    CommunityId public communityId;

    Answer private _answer;

    function prepare(CommunityId id, Answer answer) external {
        (communityId, _answer) = (id, answer);
    }

    function hasAnyRole(address, uint8) external pure returns (bool) {
        return true;
    }

    function isMember(address) external view returns (bool) {
        require(_answer != Answer.Revert, "no");
        while (_answer == Answer.BurnGas) {}
        if (_answer == Answer.Garbage) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return true;
    }

    function memberOf(address) external pure returns (IMembership.Member memory) {
        return IMembership.Member(1, 1, 0, 0xff, false);
    }
}

/// @notice What the chain finds out about who asks, and what is decided by it.
contract DecidingTest is ProtocolsFixture {
    VersionId private constant VERSION = VersionId.wrap("version");

    function test_decide_anUnknownPolicyAllowsNothing() public view {
        _assertDecision(PolicyId.wrap("unknown"), _query(ada), ICulturalProtocols.Reason.UnknownPolicy, 0);
        _assertDecision(PolicyId.wrap(0), _query(ada), ICulturalProtocols.Reason.UnknownPolicy, 0);
    }

    function test_decide_anyoneNeedsNoAccountAndNoCommunity() public {
        PolicyId policyId = create("policy", permissive());
        ICulturalProtocols.Query memory query;
        _assertDecision(policyId, query, ICulturalProtocols.Reason.Allowed, 0);
        _assertDecision(policyId, _query(stranger), ICulturalProtocols.Reason.Allowed, 0);
    }

    function test_decide_isByTheClockOfTheChain() public {
        ICulturalProtocols.Rules memory rules = seasonal();
        rules.expiresAt = uint48(MAY + 10 days);
        PolicyId policyId = create("policy", rules);
        _assertDecision(policyId, _query(stranger), ICulturalProtocols.Reason.Allowed, MAY + 10 days);
        vm.warp(MAY - 1);
        _assertDecision(policyId, _query(stranger), ICulturalProtocols.Reason.OutOfSeason, MAY);
        vm.warp(MAY + 10 days);
        _assertDecision(policyId, _query(stranger), ICulturalProtocols.Reason.Expired, 0);
    }

    function test_decide_asksForPurposeUseForGainAndDerivative() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.purposes = 0x1fe;
        rules.commercial = ICulturalProtocols.Commercial.Refused;
        rules.derivatives = ICulturalProtocols.Derivatives.Refused;
        PolicyId policyId = create("policy", rules);
        ICulturalProtocols.Query memory query = _query(stranger);
        _assertDecision(policyId, query, ICulturalProtocols.Reason.Purpose, 0);
        query.purpose = ICulturalProtocols.Purpose.Training;
        _assertDecision(policyId, query, ICulturalProtocols.Reason.Allowed, 0);
        query.derivative = VERSION;
        _assertDecision(policyId, query, ICulturalProtocols.Reason.DerivativeRefused, 0);
        query.commercial = true;
        _assertDecision(policyId, query, ICulturalProtocols.Reason.CommercialRefused, 0);
        (query.commercial, query.purpose) = (false, ICulturalProtocols.Purpose.Commercial);
        _assertDecision(policyId, query, ICulturalProtocols.Reason.CommercialRefused, 0);
    }

    // membership

    function test_decide_theCommunityIsItsMembersOfNow() public {
        PolicyId policyId = _for(clause(COMMUNITY, 0));
        _assertAllowed(policyId, _query(dan), true);
        _assertAllowed(policyId, _query(stranger), false);
        _assertAllowed(policyId, _query(hana), false);
        _assertAllowed(policyId, _query(address(0)), false);

        vm.prank(dan);
        membership.leave();
        _assertAllowed(policyId, _query(dan), false);
        vm.prank(address(timelock));
        membership.remove(eve, "reason");
        _assertAllowed(policyId, _query(eve), false);
        admitByAuthority(stranger, 0);
        _assertAllowed(policyId, _query(stranger), true);
    }

    function test_decide_aMemberIsOneWhicheverCommunityItAsksThrough() public {
        PolicyId policyId = _for(clause(COMMUNITY, 0));
        ICulturalProtocols.Query memory query = _query(dan);
        query.communityId = hill;
        _assertAllowed(policyId, query, true);
        query.communityId = CommunityId.wrap(0);
        _assertAllowed(policyId, query, true);
        query.communityId = CommunityId.wrap("none");
        _assertAllowed(policyId, query, true);
    }

    function test_decide_aRoleIsHeldInThePolicysCommunityAndNow() public {
        PolicyId elders = _for(clause(0, Roles.ELDER));
        PolicyId keepers = _for(clause(0, Roles.STEWARD | Roles.TREASURER));
        _assertAllowed(elders, _query(ada), true);
        _assertAllowed(elders, _query(ben), false);
        _assertAllowed(elders, _query(hana), false);
        _assertAllowed(keepers, _query(ben), true);
        _assertAllowed(keepers, _query(cleo), true);
        _assertAllowed(keepers, _query(fred), false);
        _assertAllowed(keepers, _query(ivo), false);

        vm.startPrank(address(timelock));
        membership.setRoles(fred, Roles.TREASURER);
        membership.remove(ada, "reason");
        vm.stopPrank();
        _assertAllowed(elders, _query(fred), false);
        _assertAllowed(keepers, _query(fred), true);
        _assertAllowed(elders, _query(ada), false);
        vm.prank(cleo);
        membership.leave();
        _assertAllowed(keepers, _query(cleo), false);
    }

    function test_decide_eachPartAsksItsOwnRoll() public {
        PolicyId root = _for(clause(COMMUNITY, 0));
        ICulturalProtocols.Rules memory rules = permissive();
        rules.audience = clauses(clause(COMMUNITY, 0));
        PolicyId child = createChild(hill, "child", root, rules);
        _assertAllowed(child, _query(dan), false);
        _assertAllowed(child, _query(jon), false);
        vm.prank(hillTimelock);
        hillRoll.admit(dan, 0);
        _assertAllowed(child, _query(dan), true);
    }

    // groups

    function test_decide_aGroupIsWhoIsInItNow() public {
        vm.startPrank(ada);
        GroupId singers = protocols.createGroup(communityId, "singers", Roles.ELDER);
        GroupId weavers = protocols.createGroup(communityId, "weavers", Roles.ELDER);
        protocols.setGroupMember(singers, stranger, true);
        protocols.setGroupMember(weavers, dan, true);
        vm.stopPrank();
        PolicyId policyId = _for(groupClause(singers));
        _assertAllowed(policyId, _query(stranger), true);
        _assertAllowed(policyId, _query(dan), false);
        _assertAllowed(policyId, _query(ada), false);
        vm.prank(ada);
        protocols.setGroupMember(singers, stranger, false);
        _assertAllowed(policyId, _query(stranger), false);
    }

    function test_decide_groupsOfEveryClauseAndPartAreAsked() public {
        vm.startPrank(ada);
        GroupId[] memory groups = new GroupId[](3);
        for (uint256 i = 0; i < 3; ++i) {
            groups[i] = protocols.createGroup(communityId, bytes32(i), Roles.ELDER);
            protocols.setGroupMember(groups[i], stranger, true);
        }
        vm.stopPrank();
        ICulturalProtocols.Rules memory rules = permissive();
        rules.audience = clauses(groupClause(groups[0]), groupClause(groups[1]));
        PolicyId root = create("root", rules);
        rules.audience = clauses(groupClause(groups[2]));
        PolicyId child = createChild(hill, "child", root, rules);
        _assertAllowed(child, _query(stranger), true);
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(ada);
            protocols.setGroupMember(groups[i], stranger, false);
            _assertAllowed(child, _query(stranger), false);
            vm.prank(ada);
            protocols.setGroupMember(groups[i], stranger, true);
        }
    }

    // grants between communities

    function test_decide_granteesAreMembersOfACommunityThatItSharesWith() public {
        PolicyId policyId = _for(clause(GRANTEES, 0));
        ICulturalProtocols.Query memory query = _through(jon, hill);
        _assertAllowed(policyId, query, false);
        share(Scopes.ADOPT, 0);
        _assertDecision(policyId, query, ICulturalProtocols.Reason.Allowed, 0);
        _assertAllowed(policyId, _through(dan, communityId), false);
        _assertAllowed(policyId, _through(stranger, hill), false);
        _assertAllowed(policyId, _through(dan, hill), false);
        _assertAllowed(policyId, _through(address(0), hill), false);
        _assertAllowed(policyId, _through(jon, communityId), false);
        _assertAllowed(policyId, _through(jon, CommunityId.wrap(0)), false);

        vm.prank(jon);
        hillRoll.leave();
        _assertAllowed(policyId, query, false);
        _assertAllowed(policyId, _through(ivo, hill), true);
        share(0, 0);
        _assertAllowed(policyId, _through(ivo, hill), false);
    }

    function test_decide_aGrantIsOneWayAndForThisScope() public {
        PolicyId policyId = _for(clause(GRANTEES, 0));
        share(Scopes.ALL & ~Scopes.ADOPT, 0);
        _assertAllowed(policyId, _through(jon, hill), false);
        share(Scopes.ADOPT, 0);
        ICulturalProtocols.Rules memory rules = permissive();
        rules.audience = clauses(clause(GRANTEES, 0));
        vm.prank(hana);
        PolicyId theirs = protocols.createPolicy(hill, "theirs", new PolicyId[](0), rules);
        _assertAllowed(theirs, _through(dan, communityId), false);
    }

    function test_decide_lastsNoLongerThanTheGrant() public {
        PolicyId policyId = _for(clause(GRANTEES, 0));
        uint48 end = uint48(MAY + 5 days);
        share(Scopes.ADOPT, end);
        _assertDecision(policyId, _through(jon, hill), ICulturalProtocols.Reason.Allowed, end);
        vm.warp(end - 1);
        _assertDecision(policyId, _through(jon, hill), ICulturalProtocols.Reason.Allowed, end);
        vm.warp(end);
        _assertDecision(policyId, _through(jon, hill), ICulturalProtocols.Reason.Audience, 0);
    }

    function test_decide_lastsUntilTheFirstOfGrantAndTime() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.audience = clauses(clause(GRANTEES, 0));
        rules.expiresAt = uint48(MAY + 5 days);
        PolicyId policyId = create("policy", rules);
        share(Scopes.ADOPT, uint48(MAY + 6 days));
        _assertDecision(policyId, _through(jon, hill), ICulturalProtocols.Reason.Allowed, MAY + 5 days);
        share(Scopes.ADOPT, uint48(MAY + 4 days));
        _assertDecision(policyId, _through(jon, hill), ICulturalProtocols.Reason.Allowed, MAY + 4 days);
        share(Scopes.ADOPT, 0);
        _assertDecision(policyId, _through(jon, hill), ICulturalProtocols.Reason.Allowed, MAY + 5 days);
    }

    function test_decide_lastsUntilTheFirstOfSeveralGrants() public {
        (CommunityId lake, address lakeTimelock) = _lake();
        ICulturalProtocols.Rules memory rules = permissive();
        rules.audience = clauses(clause(GRANTEES, 0));
        PolicyId root = create("root", rules);
        PolicyId child = createChild(lake, "child", root, rules);
        uint48[3] memory ends = [uint48(MAY + 3 days), uint48(MAY + 4 days), uint48(MAY + 5 days)];
        for (uint256 i = 0; i < 2; ++i) {
            share(Scopes.ADOPT, ends[i == 0 ? 0 : 2]);
            vm.prank(lakeTimelock);
            federation.setGrant(lake, hill, IFederation.Grant(Scopes.ADOPT, ends[1], false));
            _assertDecision(child, _through(jon, hill), ICulturalProtocols.Reason.Allowed, i == 0 ? ends[0] : ends[1]);
        }
        vm.prank(lakeTimelock);
        federation.setGrant(lake, hill, IFederation.Grant(Scopes.ADOPT, 0, false));
        _assertDecision(child, _through(jon, hill), ICulturalProtocols.Reason.Allowed, ends[2]);
    }

    function test_decide_lastsLongerThanAGrantThatItDoesNotNeed() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.audience = clauses(clause(GRANTEES | COMMUNITY, 0), clause(ANYONE, 0));
        PolicyId policyId = create("policy", rules);
        PolicyId open = create("open", permissive());
        uint48 end = uint48(MAY + 5 days);
        share(Scopes.ADOPT, end);
        _assertDecision(policyId, _through(jon, hill), ICulturalProtocols.Reason.Allowed, end);
        _assertDecision(open, _through(jon, hill), ICulturalProtocols.Reason.Allowed, 0);
        admitByAuthority(jon, 0);
        _assertDecision(policyId, _through(jon, hill), ICulturalProtocols.Reason.Allowed, 0);
    }

    function test_decide_isRefusedForGoodWhereTheGrantEndsBeforeTheSeasonBegins() public {
        ICulturalProtocols.Rules memory rules = seasonal();
        rules.audience = clauses(clause(GRANTEES, 0));
        PolicyId policyId = create("policy", rules);
        ICulturalProtocols.Query memory query = _through(jon, hill);
        vm.warp(MAY - 1 days);
        share(Scopes.ADOPT, uint48(MAY + 1));
        _assertDecision(policyId, query, ICulturalProtocols.Reason.OutOfSeason, MAY);
        share(Scopes.ADOPT, uint48(MAY));
        _assertDecision(policyId, query, ICulturalProtocols.Reason.OutOfSeason, 0);
        share(Scopes.ADOPT, 0);
        _assertDecision(policyId, query, ICulturalProtocols.Reason.OutOfSeason, MAY);
        _assertDecision(policyId, _through(dan, hill), ICulturalProtocols.Reason.Audience, 0);
    }

    // what the community gave to one

    function test_decide_aCommercialGrantIsForOneAccountAndOnePolicy() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.commercial = ICulturalProtocols.Commercial.Granted;
        PolicyId policyId = create("policy", rules);
        PolicyId child = createChild(hill, "child", policyId, rules);
        ICulturalProtocols.Query memory query = _query(stranger);
        query.commercial = true;
        _assertDecision(policyId, query, ICulturalProtocols.Reason.CommercialNotGranted, 0);
        vm.prank(address(timelock));
        protocols.setCommercialGrant(policyId, stranger, true);
        _assertDecision(policyId, query, ICulturalProtocols.Reason.Allowed, 0);
        _assertDecision(child, query, ICulturalProtocols.Reason.CommercialNotGranted, 0);
        vm.prank(hillTimelock);
        protocols.setCommercialGrant(child, stranger, true);
        _assertDecision(child, query, ICulturalProtocols.Reason.Allowed, 0);
        query.account = dan;
        _assertDecision(policyId, query, ICulturalProtocols.Reason.CommercialNotGranted, 0);
        query.account = stranger;
        vm.prank(fred);
        protocols.setCommercialGrant(policyId, stranger, false);
        _assertDecision(policyId, query, ICulturalProtocols.Reason.CommercialNotGranted, 0);
        _assertDecision(child, query, ICulturalProtocols.Reason.CommercialNotGranted, 0);
    }

    function test_decide_anApprovalIsForOneVersionAndOnePolicy() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.derivatives = ICulturalProtocols.Derivatives.ByApproval;
        PolicyId policyId = create("policy", rules);
        PolicyId child = createChild(hill, "child", policyId, rules);
        ICulturalProtocols.Query memory query = _query(stranger);
        query.derivative = VERSION;
        _assertDecision(policyId, query, ICulturalProtocols.Reason.DerivativeNotApproved, 0);
        vm.prank(address(timelock));
        protocols.setDerivativeApproval(policyId, VERSION, true);
        _assertDecision(policyId, query, ICulturalProtocols.Reason.Allowed, 0);
        _assertDecision(child, query, ICulturalProtocols.Reason.DerivativeNotApproved, 0);
        vm.prank(hillTimelock);
        protocols.setDerivativeApproval(child, VERSION, true);
        _assertDecision(child, query, ICulturalProtocols.Reason.Allowed, 0);
        query.derivative = VersionId.wrap("other");
        _assertDecision(policyId, query, ICulturalProtocols.Reason.DerivativeNotApproved, 0);
    }

    function test_decide_aCommunityNeedsNoApprovalOfItsOwnToDerive() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.derivatives = ICulturalProtocols.Derivatives.ByApproval;
        PolicyId policyId = create("policy", rules);
        PolicyId child = createChild(hill, "child", policyId, rules);
        ICulturalProtocols.Query memory query = _through(dan, communityId);
        query.derivative = VERSION;
        _assertDecision(policyId, query, ICulturalProtocols.Reason.Allowed, 0);
        _assertDecision(child, query, ICulturalProtocols.Reason.DerivativeNotApproved, 0);
        _assertDecision(policyId, _deriving(stranger, communityId), ICulturalProtocols.Reason.DerivativeNotApproved, 0);
        _assertDecision(policyId, _deriving(dan, hill), ICulturalProtocols.Reason.DerivativeNotApproved, 0);
        vm.assertTrue(protocols.mayDerive(policyId, communityId, VERSION), "as the registry is told");

        vm.prank(address(timelock));
        protocols.setDerivativeApproval(policyId, VERSION, true);
        _assertDecision(child, _deriving(jon, hill), ICulturalProtocols.Reason.Allowed, 0);
        vm.assertTrue(protocols.mayDerive(child, hill, VERSION), "as the registry is told of the child");
        rules.derivatives = ICulturalProtocols.Derivatives.Refused;
        _assertDecision(create("refusing", rules), query, ICulturalProtocols.Reason.DerivativeRefused, 0);
    }

    // whoever has not signed in

    function test_decide_nobodyIsInNoGroupAndHasNoGrant() public {
        vm.startPrank(ada);
        GroupId singers = protocols.createGroup(communityId, "singers", Roles.ELDER);
        protocols.setGroupMember(singers, address(0), true);
        vm.stopPrank();
        _assertDecision(_for(groupClause(singers)), _query(address(0)), ICulturalProtocols.Reason.Audience, 0);

        ICulturalProtocols.Rules memory rules = permissive();
        rules.commercial = ICulturalProtocols.Commercial.Granted;
        PolicyId policyId = create("policy", rules);
        vm.prank(address(timelock));
        protocols.setCommercialGrant(policyId, address(0), true);
        ICulturalProtocols.Query memory query = _query(address(0));
        query.commercial = true;
        _assertDecision(policyId, query, ICulturalProtocols.Reason.CommercialNotGranted, 0);
    }

    // hostile rolls

    function test_decide_aRollThatDoesNotAnswerStopsOnlyWhatStandsOnItsPolicies() public {
        for (uint256 i = 1; i < 4; ++i) {
            CommunityId community = _hostile(bytes32(i), HostileRoll.Answer(i));
            PolicyId own = create(bytes32(i), permissive());
            vm.prank(dan);
            PolicyId hostile = protocols.createPolicy(community, "hostile", new PolicyId[](0), permissive());
            PolicyId[] memory parents = new PolicyId[](1);
            parents[0] = hostile;
            vm.prank(ada);
            PolicyId child = protocols.createPolicy(communityId, bytes32(100 + i), parents, permissive());

            _assertAllowed(own, _query(dan), true);
            ICulturalProtocols.Query memory query = _query(dan);
            _assertReverts(hostile, query);
            _assertReverts(child, query);
            query.communityId = community;
            _assertReverts(own, query);
            query.account = address(0);
            _assertAllowed(child, query, true);
        }
    }

    function test_decide_aRollThatCallsEverybodyAMemberIsBelievedForItsCommunityAlone() public {
        CommunityId community = _hostile("everybody", HostileRoll.Answer.Everybody);
        ICulturalProtocols.Rules memory rules = permissive();
        rules.audience = clauses(clause(COMMUNITY | GRANTEES, Roles.ALL));
        PolicyId own = create("own", rules);
        PolicyId child = createChild(community, "child", own, rules);
        _assertAllowed(own, _through(stranger, community), false);
        _assertAllowed(child, _through(stranger, community), false);
        vm.prank(dan);
        PolicyId theirs = protocols.createPolicy(community, "theirs", new PolicyId[](0), rules);
        _assertAllowed(theirs, _through(stranger, community), true);
        vm.prank(address(timelock));
        federation.setGrant(communityId, hill, IFederation.Grant(Scopes.ADOPT, 0, false));
        _assertAllowed(own, _through(stranger, community), false);
    }

    function test_decide_aCommunityWithoutARollHasNoMembers() public {
        PolicyId policyId = _for(clause(COMMUNITY, 0));
        _assertAllowed(policyId, _through(dan, CommunityId.wrap("none")), true);
        _assertAllowed(policyId, _through(stranger, CommunityId.wrap("none")), false);
    }

    function _hostile(bytes32 salt, HostileRoll.Answer answer) private returns (CommunityId community) {
        HostileRoll roll = new HostileRoll();
        community = registry.communityIdFor(address(this), salt);
        roll.prepare(community, answer);
        registry.register(
            salt,
            ICommunityRegistry.Parts(address(roll), address(roll), address(0), address(0)),
            "Hostile",
            0,
            ""
        );
    }

    /// @dev A third community, without anybody that matters.
    function _lake() private returns (CommunityId community, address authority) {
        authority = makeAddr("lake");
        HostileRoll roll = new HostileRoll();
        community = registry.communityIdFor(address(this), "lake");
        roll.prepare(community, HostileRoll.Answer.Everybody);
        registry.register(
            "lake",
            ICommunityRegistry.Parts(authority, address(roll), address(0), address(0)),
            "Lake",
            0,
            ""
        );
    }

    function _for(ICulturalProtocols.Clause memory one) private returns (PolicyId) {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.audience = clauses(one);
        return create(keccak256(abi.encode(one)), rules);
    }

    function _query(address account) private view returns (ICulturalProtocols.Query memory) {
        return _through(account, communityId);
    }

    function _through(
        address account,
        CommunityId community
    ) private pure returns (ICulturalProtocols.Query memory query) {
        (query.account, query.communityId) = (account, community);
    }

    function _deriving(
        address account,
        CommunityId through
    ) private pure returns (ICulturalProtocols.Query memory query) {
        query = _through(account, through);
        query.derivative = VERSION;
    }

    function _assertAllowed(PolicyId policyId, ICulturalProtocols.Query memory query, bool allowed) private view {
        _assertDecision(
            policyId,
            query,
            allowed ? ICulturalProtocols.Reason.Allowed : ICulturalProtocols.Reason.Audience,
            0
        );
    }

    function _assertDecision(
        PolicyId policyId,
        ICulturalProtocols.Query memory query,
        ICulturalProtocols.Reason reason,
        uint256 until
    ) private view {
        ICulturalProtocols.Decision memory decision = protocols.decide(policyId, query);
        vm.assertEq(uint256(decision.reason), uint256(reason), "reason");
        vm.assertEq(decision.allowed, reason == ICulturalProtocols.Reason.Allowed, "allowed");
        vm.assertEq(decision.until, until, "until");
    }

    function _assertReverts(PolicyId policyId, ICulturalProtocols.Query memory query) private view {
        try protocols.decide{gas: 3_000_000}(policyId, query) returns (ICulturalProtocols.Decision memory) {
            vm.assertTrue(false, "decided");
        } catch {}
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ICommunityFactory} from "../../src/interfaces/ICommunityFactory.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {Membership} from "../../src/membership/Membership.sol";
import {CommunityId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {CommunityFixture} from "./CommunityFixture.sol";

/// @dev Nothing here acts as the timelock: all of it is proposed, voted, queued and executed.
contract ConstitutionTest is CommunityFixture {
    function test_constitution_admitsAMember() public {
        Proposal memory proposal = plan1(
            address(membership),
            abi.encodeCall(membership.admit, (stranger, Roles.STEWARD)),
            "Welcome, stranger"
        );
        propose(eve, proposal);
        assertState(proposal.id, IGovernor.ProposalState.Pending);
        toVoting(proposal.id);
        assertState(proposal.id, IGovernor.ProposalState.Active);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, AGAINST);
        vote(cleo, proposal.id, FOR);
        toEnd(proposal.id);
        assertState(proposal.id, IGovernor.ProposalState.Succeeded);
        queue(proposal);
        assertState(proposal.id, IGovernor.ProposalState.Queued);
        vm.assertFalse(membership.isMember(stranger));
        vm.warp(governor.proposalEta(proposal.id));

        vm.expectEmit(address(membership));
        emit IMembership.MemberAdmitted(6, stranger, Roles.STEWARD);
        execute(proposal);
        assertState(proposal.id, IGovernor.ProposalState.Executed);
        vm.assertTrue(membership.hasRoles(stranger, Roles.STEWARD));

        skip(1);
        Proposal memory next = anything("The first with six");
        propose(stranger, next);
        (uint256 votes, ) = governor.proposalQuorum(next.id);
        vm.assertEq(votes, 3);
        toVoting(next.id);
        vote(stranger, next.id, FOR);
    }

    function test_constitution_removesAMember() public {
        Proposal memory proposal = plan1(
            address(membership),
            abi.encodeCall(membership.remove, (ben, "sold the seeds")),
            "Ben has to go"
        );
        pass(proposal);
        vm.expectEmit(address(membership));
        emit IMembership.MemberDeparted(2, ben, true, "sold the seeds");
        execute(proposal);
        vm.assertFalse(membership.isMember(ben));
    }

    function test_constitution_givesRoles() public {
        decide(address(membership), abi.encodeCall(membership.setRoles, (eve, Roles.ELDER)), "Eve is an elder now");
        vm.assertTrue(membership.hasRoles(eve, Roles.ELDER));
    }

    function test_constitution_changesTheCharter() public {
        decide(
            address(registry),
            abi.encodeCall(registry.setCharter, (communityId, sha256("Anew"), "ipfs://anew")),
            "Our charter, anew"
        );
        vm.assertEq(registry.communityOf(communityId).charterDigest, sha256("Anew"));
    }

    function test_constitution_doesAllOfAProposalOrNothing() public {
        Proposal memory proposal;
        proposal.targets = new address[](2);
        proposal.values = new uint256[](2);
        proposal.calldatas = new bytes[](2);
        proposal.targets[0] = address(membership);
        proposal.calldatas[0] = abi.encodeCall(membership.admit, (stranger, 0));
        proposal.targets[1] = address(membership);
        proposal.calldatas[1] = abi.encodeCall(membership.admit, (ada, 0));
        proposal.description = "Two at once";
        proposal.id = idOf(proposal);
        pass(proposal);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_AlreadyMember.selector, ada));
        execute(proposal);
        vm.assertFalse(membership.isMember(stranger));

        vm.prank(ada);
        membership.leave();
        execute(proposal);
        vm.assertTrue(membership.isMember(stranger));
        vm.assertTrue(membership.isMember(ada));
    }

    function test_constitution_actsWhenItHasShrunkBelowItsFloor() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.governor.minimumVoters = 5;
        plan.governor.quorumBps = 10_000;
        _enter(found("strict", plan));
        skip(1);
        address[4] memory leaving = [ben, cleo, dan, eve];
        for (uint256 i = 0; i < leaving.length; ++i) {
            vm.prank(leaving[i]);
            membership.leave();
        }
        skip(1);
        Proposal memory proposal = plan1(address(membership), abi.encodeCall(membership.admit, (ben, 0)), "Come back");
        propose(ada, proposal);
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        toEnd(proposal.id);
        queue(proposal);
        vm.warp(governor.proposalEta(proposal.id));
        execute(proposal);
        vm.assertEq(membership.memberCount(), 2);
        vm.assertEq(membership.memberOf(ben).memberId, 2);
    }

    function test_constitution_isUnmovedByAnotherCommunity() public {
        Membership ours = membership;
        CommunityId id = communityId;
        _enter(found("second", founding()));
        skip(1);

        Proposal memory proposal = plan1(address(ours), abi.encodeCall(ours.admit, (stranger, 0)), "Let our friend in");
        pass(proposal);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotAuthority.selector, address(timelock)));
        execute(proposal);

        proposal = plan1(address(registry), abi.encodeCall(registry.offerAuthority, (id, stranger)), "Give it away");
        pass(proposal);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityRegistry.CommunityRegistry_NotAuthority.selector, id, address(timelock))
        );
        execute(proposal);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {ICommunityTimelock} from "../../src/interfaces/ICommunityTimelock.sol";
import {Vm} from "../Vm.sol";
import {CommunityFixture} from "./CommunityFixture.sol";

/// @dev What the community can change about its own votes, each by a vote.
contract GovernorSettingsTest is CommunityFixture {
    /// @dev What changes a setting, tells it and announces it; what it was founded with, and its bounds.
    struct Bounded {
        ICommunityGovernor.Setting setting;
        bytes4 setter;
        bytes4 getter;
        bytes32 announced;
        uint256 founded;
        uint256 least;
        uint256 most;
    }

    // who may

    function test_settings_areForTheCommunityByVoteAlone() public {
        address[3] memory callers = [stranger, ada, address(factory)];
        bytes[] memory calls = _everyChange();
        for (uint256 i = 0; i < callers.length; ++i) {
            for (uint256 j = 0; j < calls.length; ++j) {
                _assertRefused(
                    callers[i],
                    calls[j],
                    abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, callers[i])
                );
            }
        }
    }

    /// @dev Whoever else may schedule in the timelock does not speak for the members, however many it says there are.
    function test_settings_areNotForTheTimelockPastAProposal() public {
        vm.mockCall(address(timelock), abi.encodeCall(ICommunityTimelock.bySuperMajority, ()), abi.encode(true));
        bytes[] memory calls = _everyChange();
        for (uint256 i = 0; i < calls.length; ++i) {
            // Taken from the queue of what a proposal calls, which is empty.
            _assertRefused(address(timelock), calls[i], abi.encodeWithSignature("Panic(uint256)", 0x31));
        }
    }

    // within their bounds

    function test_settings_reachBothTheirBoundsAndSaySo() public {
        Bounded[] memory all = _all();
        for (uint256 i = 0; i < all.length; ++i) {
            _assertChanges(all[i], all[i].least);
            _assertChanges(all[i], all[i].most);
        }
    }

    function test_settings_neverPassTheirBoundsWhateverWasVoted() public {
        Bounded[] memory all = _all();
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i].least != 0) _assertOutOfBounds(all[i], all[i].least - 1);
            _assertOutOfBounds(all[i], all[i].most + 1);
        }
    }

    /// @dev Each would be within its bounds if it were cut down to what its slot holds.
    function test_settings_areNotCutDownToFit() public {
        Bounded[] memory all = _all();
        _assertOutOfBounds(all[0], 2 ** 32 + all[0].least);
        _assertOutOfBounds(all[2], 2 ** 32 + all[2].least);
    }

    function test_setMinimumVoters_knowsNoBounds() public {
        uint32[2] memory values = [uint32(0), type(uint32).max];
        uint32 before = MINIMUM_VOTERS;
        for (uint256 i = 0; i < values.length; ++i) {
            Proposal memory change = _passed(abi.encodeCall(governor.setMinimumVoters, (values[i])));
            vm.expectEmit(address(governor));
            emit ICommunityGovernor.MinimumVotersSet(before, values[i]);
            execute(change);
            vm.assertEq(governor.minimumVoters(), values[i]);
            before = values[i];
        }
        // However many that is, all members together are enough.
        uint256 id = propose(ben, anything("All of us"));
        (, uint256 voters) = governor.proposalQuorum(id);
        vm.assertEq(voters, 5);
    }

    // from when on

    function test_settings_leaveOpenProposalsAsTheyWere() public {
        Proposal memory change = _several(
            abi.encodeCall(governor.setQuorumBps, (10_000)),
            abi.encodeCall(governor.setMinimumVoters, (4)),
            abi.encodeCall(governor.setVotingDelay, (2 hours)),
            abi.encodeCall(governor.setVotingPeriod, (4 days))
        );
        pass(change);
        uint256 id = propose(ben, anything("Made before"));
        execute(change);
        _assertNeeds(id, 2, 2, VOTING_DELAY, VOTING_PERIOD);
        id = propose(ben, anything("Made after"));
        _assertNeeds(id, 5, 4, 2 hours, 4 days);
    }

    function test_setReproposalCooldown_holdsAtOnce() public {
        Proposal memory proposal = anything("Unloved");
        Proposal memory change = _passed(abi.encodeCall(governor.setReproposalCooldown, (1 days)));
        propose(ada, proposal);
        toEnd(proposal.id);
        uint256 deadline = governor.proposalDeadline(proposal.id);
        vm.warp(deadline + 1 days + 1);
        Proposal memory again = plan1(proposal.targets[0], proposal.calldatas[0], "Again");
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityGovernor.CommunityGovernor_CoolingDown.selector,
                proposal.id,
                deadline + COOLDOWN
            )
        );
        propose(ada, again);
        execute(change);
        propose(ada, again);
    }

    function test_setLateQuorumVoteExtension_holdsAtOnce() public {
        Proposal memory change = _passed(abi.encodeCall(governor.setLateQuorumVoteExtension, (1 days)));
        uint256 id = propose(ben, anything("Made before"));
        execute(change);
        uint256 deadline = governor.proposalDeadline(id);
        vm.warp(deadline);
        vote(ada, id, FOR);
        vote(ben, id, FOR);
        vm.assertEq(governor.proposalDeadline(id), deadline + 1 days);
    }

    function test_setSuperMajorityBps_holdsAtOnceAndTakesASuperMajorityToLower() public {
        Proposal memory lower = _narrowly(abi.encodeCall(governor.setSuperMajorityBps, (SUPER_MAJORITY_BPS - 1)));
        vm.assertFalse(governor.hasSuperMajority(lower.id));
        vm.expectRevert(ICommunityGovernor.CommunityGovernor_SuperMajorityNeeded.selector);
        execute(lower);
        // The same again is not lower.
        execute(_narrowly(abi.encodeCall(governor.setSuperMajorityBps, (SUPER_MAJORITY_BPS))));
        execute(_narrowly(abi.encodeCall(governor.setSuperMajorityBps, (9_000))));
        execute(_passed(abi.encodeCall(governor.setSuperMajorityBps, (6_000))));
        vm.assertTrue(governor.hasSuperMajority(lower.id), "three of five are six tenths");
        execute(lower);
        vm.assertEq(governor.superMajorityBps(), SUPER_MAJORITY_BPS - 1);
    }

    function _all() private view returns (Bounded[] memory all) {
        all = new Bounded[](7);
        all[0] = Bounded(
            ICommunityGovernor.Setting.VotingDelay,
            governor.setVotingDelay.selector,
            governor.votingDelay.selector,
            ICommunityGovernor.VotingDelaySet.selector,
            VOTING_DELAY,
            10 minutes,
            30 days
        );
        all[1] = Bounded(
            ICommunityGovernor.Setting.VotingPeriod,
            governor.setVotingPeriod.selector,
            governor.votingPeriod.selector,
            ICommunityGovernor.VotingPeriodSet.selector,
            VOTING_PERIOD,
            1 days,
            30 days
        );
        all[2] = Bounded(
            ICommunityGovernor.Setting.LateQuorumVoteExtension,
            governor.setLateQuorumVoteExtension.selector,
            governor.lateQuorumVoteExtension.selector,
            ICommunityGovernor.LateQuorumVoteExtensionSet.selector,
            EXTENSION,
            0,
            30 days
        );
        all[3] = Bounded(
            ICommunityGovernor.Setting.QuorumBps,
            governor.setQuorumBps.selector,
            governor.quorumBps.selector,
            ICommunityGovernor.QuorumBpsSet.selector,
            QUORUM_BPS,
            1_000,
            10_000
        );
        all[4] = Bounded(
            ICommunityGovernor.Setting.ProposalThreshold,
            governor.setProposalThreshold.selector,
            governor.proposalThreshold.selector,
            ICommunityGovernor.ProposalThresholdSet.selector,
            1,
            1,
            100
        );
        all[5] = Bounded(
            ICommunityGovernor.Setting.ReproposalCooldown,
            governor.setReproposalCooldown.selector,
            governor.reproposalCooldown.selector,
            ICommunityGovernor.ReproposalCooldownSet.selector,
            COOLDOWN,
            0,
            30 days
        );
        all[6] = Bounded(
            ICommunityGovernor.Setting.SuperMajorityBps,
            governor.setSuperMajorityBps.selector,
            governor.superMajorityBps.selector,
            ICommunityGovernor.SuperMajorityBpsSet.selector,
            SUPER_MAJORITY_BPS,
            6_000,
            9_000
        );
    }

    /// @dev One good call of each function that is the community's alone.
    function _everyChange() private view returns (bytes[] memory calls) {
        Bounded[] memory all = _all();
        calls = new bytes[](all.length + 3);
        for (uint256 i = 0; i < all.length; ++i) calls[i] = abi.encodeWithSelector(all[i].setter, all[i].most);
        calls[all.length] = abi.encodeCall(governor.setMinimumVoters, (0));
        calls[all.length + 1] = abi.encodeCall(governor.relay, (stranger, 0, ""));
        calls[all.length + 2] = abi.encodeCall(governor.updateTimelock, (timelock));
    }

    function _assertRefused(address caller, bytes memory data, bytes memory refusal) private {
        vm.prank(caller);
        (bool done, bytes memory reason) = address(governor).call(data);
        vm.assertFalse(done);
        vm.assertEq(reason, refusal);
    }

    /// @dev By vote and to be seen, and undone again for the next.
    function _assertChanges(Bounded memory bounded, uint256 value) private {
        uint256 before = vm.snapshotState();
        Proposal memory change = _passed(abi.encodeWithSelector(bounded.setter, value));
        vm.recordLogs();
        execute(change);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        bool announced = false;
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != address(governor) || logs[i].topics[0] != bounded.announced) continue;
            vm.assertEq(logs[i].data, abi.encode(bounded.founded, value));
            announced = true;
        }
        vm.assertTrue(announced, "announced");
        (, bytes memory told) = address(governor).staticcall(abi.encodePacked(bounded.getter));
        vm.assertEq(told, abi.encode(value));
        vm.revertToState(before);
    }

    function _assertOutOfBounds(Bounded memory bounded, uint256 value) private {
        uint256 before = vm.snapshotState();
        Proposal memory change = _passed(abi.encodeWithSelector(bounded.setter, value));
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityGovernor.CommunityGovernor_OutOfBounds.selector,
                bounded.setting,
                value,
                bounded.least,
                bounded.most
            )
        );
        execute(change);
        vm.revertToState(before);
    }

    function _assertNeeds(
        uint256 proposalId,
        uint256 needed,
        uint256 neededVoters,
        uint256 delay,
        uint256 period
    ) private view {
        (uint256 votes, uint256 voters) = governor.proposalQuorum(proposalId);
        vm.assertEq(votes, needed);
        vm.assertEq(voters, neededVoters);
        vm.assertEq(governor.proposalSnapshot(proposalId), governor.proposalCreatedAt(proposalId) + delay);
        vm.assertEq(governor.proposalDeadline(proposalId), governor.proposalSnapshot(proposalId) + period);
    }

    function _passed(bytes memory data) private returns (Proposal memory proposal) {
        proposal = plan1(address(governor), data, "Change");
        pass(proposal);
    }

    function _narrowly(bytes memory data) private returns (Proposal memory proposal) {
        proposal = plan1(address(governor), data, "Change, if only just");
        passNarrowly(proposal);
    }

    function _several(
        bytes memory first,
        bytes memory second,
        bytes memory third,
        bytes memory fourth
    ) private view returns (Proposal memory proposal) {
        proposal = Proposal(0, new address[](4), new uint256[](4), new bytes[](4), "Change all of it");
        for (uint256 i = 0; i < 4; ++i) proposal.targets[i] = address(governor);
        (proposal.calldatas[0], proposal.calldatas[1]) = (first, second);
        (proposal.calldatas[2], proposal.calldatas[3]) = (third, fourth);
        proposal.id = idOf(proposal);
    }
}

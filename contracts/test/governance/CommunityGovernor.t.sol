// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {CommunityGovernor} from "../../src/governance/CommunityGovernor.sol";
import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ICommunityFactory} from "../../src/interfaces/ICommunityFactory.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {CommunityFixture} from "./CommunityFixture.sol";

contract CommunityGovernorTest is CommunityFixture {
    // initialize

    function test_initialize_revertsASecondTime() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        governor.initialize(timelock, governorSettings());
    }

    function test_initialize_revertsOnTheImplementation() public {
        (, address implementation, , ) = factory.implementations();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        CommunityGovernor(payable(implementation)).initialize(timelock, governorSettings());
    }

    // propose

    function test_propose_revertsForWhoIsNotAMember() public {
        Proposal memory proposal = anything("Let me in");
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NotMember.selector, stranger));
        propose(stranger, proposal);

        vm.prank(eve);
        membership.leave();
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NotMember.selector, eve));
        propose(eve, proposal);
    }

    function test_propose_revertsInTheSecondOfJoining() public {
        admitByAuthority(stranger, 0);
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NotMember.selector, stranger));
        propose(stranger, anything("At once"));
        skip(1);
        propose(stranger, anything("At once"));
    }

    function test_propose_revertsForADescriptionReservedForSomeoneElse() public {
        Proposal memory proposal = anything(string.concat("Mine#proposer=", vm.toString(ada)));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorRestrictedProposer.selector, ben));
        propose(ben, proposal);
        propose(ada, proposal);
        vm.assertEq(
            governor.hashProposal(
                proposal.targets,
                proposal.values,
                proposal.calldatas,
                keccak256(bytes(proposal.description))
            ),
            proposal.id
        );
        vm.assertEq(governor.proposalProposer(proposal.id), ada);
    }

    function test_propose_revertsForActionsOfUnequalLengthsOrNone() public {
        vm.startPrank(ada);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidProposalLength.selector, 0, 0, 0));
        governor.propose(new address[](0), new uint256[](0), new bytes[](0), "Nothing");
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidProposalLength.selector, 1, 1, 2));
        governor.propose(new address[](1), new uint256[](2), new bytes[](1), "Values");
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidProposalLength.selector, 1, 2, 1));
        governor.propose(new address[](1), new uint256[](1), new bytes[](2), "Calldatas");
        vm.stopPrank();
    }

    function test_propose_revertsASecondTime() public {
        Proposal memory proposal = anything("Once");
        propose(ada, proposal);
        cancel(ada, proposal);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorUnexpectedProposalState.selector,
                proposal.id,
                IGovernor.ProposalState.Canceled,
                bytes32(0)
            )
        );
        propose(ben, proposal);
    }

    function test_propose_allowsFiveOpenProposalsEach() public {
        vm.assertEq(governor.maxOpenProposals(), 5);
        Proposal[] memory proposals = _five();
        _refusesASixth();
        propose(ben, anything("Somebody else's"));

        cancel(ada, proposals[2]);
        propose(ada, anything("In the place of the third"));
        _refusesASixth();

        toVoting(proposals[0].id);
        _refusesASixth();
        toEnd(proposals[0].id);
        propose(ada, anything("After they are over"));
    }

    function test_propose_countsOpenProposalsByMember() public {
        _five();
        vm.prank(ada);
        membership.leave();
        admitByAuthority(ada, 0);
        skip(1);
        _refusesASixth();
    }

    function test_propose_saysWhatTheProposalNeeds() public {
        Proposal memory proposal = anything("Plant trees");
        uint256 present = vm.getBlockTimestamp();
        vm.expectEmit(address(governor));
        emit IGovernor.ProposalCreated(
            proposal.id,
            ada,
            proposal.targets,
            proposal.values,
            new string[](1),
            proposal.calldatas,
            present + VOTING_DELAY,
            present + VOTING_DELAY + VOTING_PERIOD,
            "Plant trees"
        );
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.BallotOpened(proposal.id, 5, 2, 2);
        propose(ada, proposal);

        (uint256 votes, uint256 voters) = governor.proposalQuorum(proposal.id);
        vm.assertEq(votes, 2);
        vm.assertEq(voters, 2);
        vm.assertEq(governor.proposalCreatedAt(proposal.id), present);
        vm.assertEq(governor.proposalSnapshot(proposal.id), present + VOTING_DELAY);
        vm.assertEq(governor.proposalDeadline(proposal.id), present + VOTING_DELAY + VOTING_PERIOD);
        vm.assertEq(governor.proposalThreshold(), 1);
        vm.assertTrue(governor.proposalNeedsQueuing(proposal.id));
        assertState(proposal.id, IGovernor.ProposalState.Pending);
    }

    // cancel

    function test_cancel_revertsForAnyoneButTheProposer() public {
        Proposal memory proposal = anything("Ada's");
        propose(ada, proposal);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, proposal.id, ben));
        cancel(ben, proposal);
    }

    function test_cancel_revertsOnceVotingHasBegun() public {
        Proposal memory proposal = anything("Ada's");
        propose(ada, proposal);
        toVoting(proposal.id);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, proposal.id, ada));
        cancel(ada, proposal);
    }

    function test_cancel_isForGood() public {
        Proposal memory proposal = anything("Ada's");
        propose(ada, proposal);
        vm.warp(governor.proposalSnapshot(proposal.id));
        cancel(ada, proposal);
        assertState(proposal.id, IGovernor.ProposalState.Canceled);
        skip(1);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        vote(ada, proposal.id, FOR);
    }

    // queue and execute

    function test_queue_revertsUnlessTheProposalSucceeded() public {
        Proposal memory proposal = anything("Too early");
        propose(ada, proposal);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        queue(proposal);
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        queue(proposal);
        toEnd(proposal.id);
        queue(proposal);
        assertState(proposal.id, IGovernor.ProposalState.Queued);
        vm.assertEq(governor.proposalEta(proposal.id), vm.getBlockTimestamp() + TIMELOCK_DELAY);
    }

    function test_queue_revertsForWhatIsNotKnown() public {
        Proposal memory proposal = anything("Never made");
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorNonexistentProposal.selector, proposal.id));
        queue(proposal);
    }

    function test_execute_revertsBeforeItsTime() public {
        Proposal memory proposal = anything("Wait");
        pass(proposal);
        vm.warp(governor.proposalEta(proposal.id) - 1);
        vm.expectPartialRevert(TimelockControllerUpgradeable.TimelockUnexpectedOperationState.selector);
        execute(proposal);
    }

    function test_execute_revertsASecondTime() public {
        Proposal memory proposal = anything("Once");
        pass(proposal);
        execute(proposal);
        assertState(proposal.id, IGovernor.ProposalState.Executed);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        execute(proposal);
    }

    function testFuzz_execute_revertsForAnythingElseThanWhatWasVoted(bytes32 digest) public {
        vm.assume(digest != "x");
        Proposal memory proposal = anything("As voted");
        pass(proposal);
        proposal.calldatas[0] = abi.encodeCall(registry.setCharter, (communityId, digest, ""));
        vm.expectPartialRevert(IGovernor.GovernorNonexistentProposal.selector);
        execute(proposal);
    }

    function test_execute_isForAnyone() public {
        Proposal memory proposal = anything("Carried out by a stranger");
        pass(proposal);
        vm.expectEmit(address(governor));
        emit IGovernor.ProposalExecuted(proposal.id);
        vm.prank(stranger);
        execute(proposal);
        vm.assertEq(registry.communityOf(communityId).charterDigest, "x");
    }

    // settings

    function test_settings_areForTheCommunityByVoteAlone() public {
        address[3] memory callers = [stranger, ada, address(factory)];
        for (uint256 i = 0; i < callers.length; ++i) {
            bytes memory refusal = abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, callers[i]);
            vm.startPrank(callers[i]);
            vm.expectRevert(refusal);
            governor.setVotingDelay(1 days);
            vm.expectRevert(refusal);
            governor.setVotingPeriod(1 days);
            vm.expectRevert(refusal);
            governor.setLateQuorumVoteExtension(0);
            vm.expectRevert(refusal);
            governor.setQuorumBps(1_000);
            vm.expectRevert(refusal);
            governor.setMinimumVoters(0);
            vm.expectRevert(refusal);
            governor.updateTimelock(timelock);
            vm.stopPrank();
        }
        // Not even the timelock, unless it is carrying out a proposal of this Governor.
        vm.prank(address(timelock));
        vm.expectRevert();
        governor.setQuorumBps(1_000);
    }

    function test_settings_changeByVote() public {
        Proposal memory change;
        change = _passed(abi.encodeCall(governor.setVotingDelay, (2 hours)));
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.VotingDelaySet(VOTING_DELAY, 2 hours);
        execute(change);
        vm.assertEq(governor.votingDelay(), 2 hours);

        change = _passed(abi.encodeCall(governor.setVotingPeriod, (5 days)));
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.VotingPeriodSet(VOTING_PERIOD, 5 days);
        execute(change);
        vm.assertEq(governor.votingPeriod(), 5 days);

        change = _passed(abi.encodeCall(governor.setLateQuorumVoteExtension, (1 hours)));
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.LateQuorumVoteExtensionSet(uint64(EXTENSION), 1 hours);
        execute(change);
        vm.assertEq(governor.lateQuorumVoteExtension(), 1 hours);

        change = _passed(abi.encodeCall(governor.setQuorumBps, (2_000)));
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.QuorumBpsSet(QUORUM_BPS, 2_000);
        execute(change);
        vm.assertEq(governor.quorumBps(), 2_000);

        change = _passed(abi.encodeCall(governor.setMinimumVoters, (3)));
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.MinimumVotersSet(MINIMUM_VOTERS, 3);
        execute(change);
        vm.assertEq(governor.minimumVoters(), 3);
    }

    function test_settings_stayWithinTheirBoundsWhateverWasVoted() public {
        _refuses(
            abi.encodeCall(governor.setVotingDelay, (10 minutes - 1)),
            ICommunityGovernor.Setting.VotingDelay,
            10 minutes - 1,
            10 minutes,
            30 days
        );
        // Wider than its slot: must not be cut down to something that fits.
        _refuses(
            abi.encodeCall(governor.setVotingDelay, (2 ** 32 + 1 hours)),
            ICommunityGovernor.Setting.VotingDelay,
            2 ** 32 + 1 hours,
            10 minutes,
            30 days
        );
        _refuses(
            abi.encodeCall(governor.setVotingPeriod, (0)),
            ICommunityGovernor.Setting.VotingPeriod,
            0,
            1 days,
            30 days
        );
        _refuses(
            abi.encodeCall(governor.setLateQuorumVoteExtension, (30 days + 1)),
            ICommunityGovernor.Setting.LateQuorumVoteExtension,
            30 days + 1,
            0,
            30 days
        );
        _refuses(
            abi.encodeCall(governor.setQuorumBps, (10_001)),
            ICommunityGovernor.Setting.QuorumBps,
            10_001,
            1_000,
            10_000
        );
    }

    function test_settings_leaveOpenProposalsAsTheyWere() public {
        Proposal memory change = plan1(address(governor), abi.encodeCall(governor.setQuorumBps, (10_000)), "All of us");
        Proposal memory open = anything("Made before");
        pass(change);
        propose(ben, open);
        execute(change);
        (uint256 votes, ) = governor.proposalQuorum(open.id);
        vm.assertEq(votes, 2);

        Proposal memory next = anything("Made after");
        propose(ben, next);
        (votes, ) = governor.proposalQuorum(next.id);
        vm.assertEq(votes, 5);
    }

    function test_settings_changeByVote_whoProposesAndWhatRests() public {
        Proposal memory change = _passed(abi.encodeCall(governor.setProposalThreshold, (2)));
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.ProposalThresholdSet(1, 2);
        execute(change);
        vm.assertEq(governor.proposalThreshold(), 2);
    }

    function test_settings_changeByVote_theTimeOfRest() public {
        Proposal memory change = _passed(abi.encodeCall(governor.setReproposalCooldown, (0)));
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.ReproposalCooldownSet(COOLDOWN, 0);
        execute(change);
        vm.assertEq(governor.reproposalCooldown(), 0);
    }

    function test_settings_changeByVote_theSuperMajority() public {
        Proposal memory higher = plan1(
            address(governor),
            abi.encodeCall(governor.setSuperMajorityBps, (9_000)),
            "Higher"
        );
        passNarrowly(higher);
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.SuperMajorityBpsSet(SUPER_MAJORITY_BPS, 9_000);
        execute(higher);
        vm.assertEq(governor.superMajorityBps(), 9_000);

        Proposal memory lower = plan1(
            address(governor),
            abi.encodeCall(governor.setSuperMajorityBps, (8_999)),
            "Lower"
        );
        passNarrowly(lower);
        vm.expectRevert(ICommunityGovernor.CommunityGovernor_SuperMajorityNeeded.selector);
        execute(lower);
        lower.description = "Lower, all of us";
        skip(governor.gracePeriod() + 1);
        lower.id = idOf(lower);
        pass(lower);
        execute(lower);
        vm.assertEq(governor.superMajorityBps(), 8_999);
    }

    function test_settings_stayWithinTheirBounds_theNewer() public {
        _refuses(
            abi.encodeCall(governor.setProposalThreshold, (0)),
            ICommunityGovernor.Setting.ProposalThreshold,
            0,
            1,
            100
        );
        _refuses(
            abi.encodeCall(governor.setProposalThreshold, (101)),
            ICommunityGovernor.Setting.ProposalThreshold,
            101,
            1,
            100
        );
        _refuses(
            abi.encodeCall(governor.setReproposalCooldown, (30 days + 1)),
            ICommunityGovernor.Setting.ReproposalCooldown,
            30 days + 1,
            0,
            30 days
        );
        _refuses(
            abi.encodeCall(governor.setSuperMajorityBps, (5_999)),
            ICommunityGovernor.Setting.SuperMajorityBps,
            5_999,
            6_000,
            9_000
        );
        _refuses(
            abi.encodeCall(governor.setSuperMajorityBps, (9_001)),
            ICommunityGovernor.Setting.SuperMajorityBps,
            9_001,
            6_000,
            9_000
        );
    }

    function test_settings_newerAreForTheCommunityByVoteAlone() public {
        bytes memory refusal = abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, ada);
        vm.startPrank(ada);
        vm.expectRevert(refusal);
        governor.setProposalThreshold(2);
        vm.expectRevert(refusal);
        governor.setReproposalCooldown(0);
        vm.expectRevert(refusal);
        governor.setSuperMajorityBps(9_000);
        vm.expectRevert(refusal);
        governor.relay(stranger, 0, "");
        vm.stopPrank();
    }

    // hasSuperMajority

    function test_hasSuperMajority_isAShareOfForAndAgainst() public {
        for (uint256 i = 0; i < 4; ++i) admitByAuthority(vm.addr(1_000 + i), 0);
        skip(1);
        uint256 id = propose(ada, anything("Two thirds"));
        toVoting(id);
        vm.assertFalse(governor.hasSuperMajority(id), "of nothing");
        vote(cleo, id, ABSTAIN);
        vm.assertFalse(governor.hasSuperMajority(id), "of abstentions");
        vote(ada, id, FOR);
        vm.assertTrue(governor.hasSuperMajority(id));
        vote(dan, id, AGAINST);
        vote(ben, id, FOR);
        // 6,666 of 10,000 is less than 6,667.
        vm.assertFalse(governor.hasSuperMajority(id));
        vote(eve, id, FOR);
        vm.assertTrue(governor.hasSuperMajority(id));
    }

    // relay

    function test_relay_freesWhatWasSentHereByMistake() public {
        vm.deal(address(governor), 1 ether);
        Proposal memory proposal = _passed(abi.encodeCall(governor.relay, (stranger, 1 ether, "")));
        execute(proposal);
        vm.assertEq(stranger.balance, 1 ether);
    }

    function test_relay_takesASuperMajority() public {
        Proposal memory proposal = plan1(
            address(governor),
            abi.encodeCall(governor.relay, (stranger, 0, "")),
            "Narrow"
        );
        passNarrowly(proposal);
        vm.expectRevert(ICommunityGovernor.CommunityGovernor_SuperMajorityNeeded.selector);
        execute(proposal);
    }

    /// @dev In the timelock this Governor may schedule and cancel whatever it says: only a proposal has it say so.
    function test_relay_neverReachesTheTimelock() public {
        Proposal memory proposal = _passed(abi.encodeCall(governor.relay, (address(timelock), 0, "")));
        vm.expectRevert(ICommunityGovernor.CommunityGovernor_RelayToTimelock.selector);
        execute(proposal);
    }

    // expiry

    function test_state_expiresWhatIsNotQueuedInTime() public {
        Proposal memory proposal = anything("Forgotten");
        propose(ada, proposal);
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        vm.assertEq(governor.gracePeriod(), 14 days);
        vm.warp(governor.proposalDeadline(proposal.id) + 14 days);
        assertState(proposal.id, IGovernor.ProposalState.Succeeded);
        skip(1);
        assertState(proposal.id, IGovernor.ProposalState.Expired);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        queue(proposal);
    }

    function test_state_expiresWhatIsNotExecutedInTime() public {
        Proposal memory proposal = anything("Queued and forgotten");
        pass(proposal);
        vm.warp(governor.proposalEta(proposal.id) + 14 days);
        assertState(proposal.id, IGovernor.ProposalState.Queued);
        skip(1);
        assertState(proposal.id, IGovernor.ProposalState.Expired);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        execute(proposal);
    }

    function test_cancel_isForTheMemberByWhateverKeyItHas() public {
        vm.prank(address(timelock));
        membership.supportRecovery(1, stranger);
        skip(RECOVERY_DELAY);
        Proposal memory proposal = anything("Ada's, by her old key");
        propose(ada, proposal);
        membership.finishRecovery(1, stranger);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, proposal.id, ada));
        cancel(ada, proposal);
        cancel(stranger, proposal);
        assertState(proposal.id, IGovernor.ProposalState.Canceled);
    }

    // updateTimelock

    function test_updateTimelock_revertsForATimelockThatWouldNotObey() public {
        // One of this kind that another Governor has, one that is no timelock, one that is nothing at all.
        address[3] memory others = [address(_newTimelock(ada)), address(registry), stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            Proposal memory move = _passed(
                abi.encodeCall(governor.updateTimelock, (TimelockControllerUpgradeable(payable(others[i]))))
            );
            vm.expectRevert(
                abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_InvalidTimelock.selector, others[i])
            );
            execute(move);
        }
    }

    function test_updateTimelock_takesASuperMajority() public {
        Proposal memory move = plan1(
            address(governor),
            abi.encodeCall(governor.updateTimelock, (_newTimelock(address(governor)))),
            "Move"
        );
        passNarrowly(move);
        vm.expectRevert(ICommunityGovernor.CommunityGovernor_SuperMajorityNeeded.selector);
        execute(move);
    }

    function test_updateTimelock_decidesThroughTheNewOneFromNowOn() public {
        CommunityTimelock other = _newTimelock(address(governor));
        Proposal memory move;
        move.targets = new address[](2);
        move.values = new uint256[](2);
        move.calldatas = new bytes[](2);
        move.targets[0] = address(registry);
        move.calldatas[0] = abi.encodeCall(registry.offerAuthority, (communityId, address(other)));
        move.targets[1] = address(governor);
        move.calldatas[1] = abi.encodeCall(governor.updateTimelock, (other));
        move.description = "Move";
        move.id = idOf(move);
        pass(move);
        execute(move);

        decide(address(registry), abi.encodeCall(registry.acceptAuthority, (communityId)), "Arrive");
        vm.assertEq(membership.authority(), address(other));
        decide(address(membership), abi.encodeCall(membership.admit, (stranger, 0)), "Go on as before");
        vm.assertEq(membership.memberCount(), 6);
    }

    // deposits

    function test_deposits_areRefused() public {
        vm.deal(address(this), 1 ether);
        (bool sent, bytes memory reason) = address(governor).call{value: 1}("");
        vm.assertFalse(sent);
        vm.assertEq(reason, abi.encodePacked(IGovernor.GovernorDisabledDeposit.selector));
        vm.expectRevert(IGovernor.GovernorDisabledDeposit.selector);
        governor.onERC721Received(ada, ada, 1, "");
        vm.expectRevert(IGovernor.GovernorDisabledDeposit.selector);
        governor.onERC1155Received(ada, ada, 1, 1, "");
        vm.expectRevert(IGovernor.GovernorDisabledDeposit.selector);
        governor.onERC1155BatchReceived(ada, ada, new uint256[](0), new uint256[](0), "");
    }

    // interfaces

    function test_interfaces_areDeclaredAsPublished() public view {
        vm.assertTrue(governor.supportsInterface(0x01ffc9a7), "ERC-165");
        vm.assertTrue(governor.supportsInterface(type(IGovernor).interfaceId), "IGovernor");
        vm.assertTrue(governor.supportsInterface(type(ICommunityGovernor).interfaceId), "ICommunityGovernor");
        vm.assertFalse(governor.supportsInterface(0xffffffff), "the id that nothing has");
        vm.assertEq(governor.name(), "CommunityGovernor");
        vm.assertEq(governor.version(), "1");
        vm.assertEq(governor.clock(), vm.getBlockTimestamp());
        vm.assertEq(governor.CLOCK_MODE(), "mode=timestamp");
        vm.assertEq(governor.COUNTING_MODE(), "support=bravo&quorum=for,abstain");
        (, string memory name, string memory version, uint256 chainId, address verifying, , ) = governor.eip712Domain();
        vm.assertEq(name, "CommunityGovernor");
        vm.assertEq(version, "1");
        vm.assertEq(chainId, block.chainid);
        vm.assertEq(verifying, address(governor));
    }

    function _five() private returns (Proposal[] memory proposals) {
        proposals = new Proposal[](5);
        for (uint256 i = 0; i < 5; ++i) {
            proposals[i] = anything(string.concat("Number ", vm.toString(i)));
            propose(ada, proposals[i]);
        }
    }

    function _refusesASixth() private {
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_TooManyOpen.selector, ada, 5));
        propose(ada, anything("One too many"));
    }

    function _passed(bytes memory data) private returns (Proposal memory proposal) {
        proposal = plan1(address(governor), data, "Change");
        pass(proposal);
    }

    function _refuses(
        bytes memory data,
        ICommunityGovernor.Setting setting,
        uint256 value,
        uint256 least,
        uint256 most
    ) private {
        Proposal memory proposal = plan1(address(governor), data, "Out of bounds");
        pass(proposal);
        vm.expectRevert(
            abi.encodeWithSelector(
                ICommunityGovernor.CommunityGovernor_OutOfBounds.selector,
                setting,
                value,
                least,
                most
            )
        );
        execute(proposal);
    }

    function _newTimelock(address holder) private returns (CommunityTimelock made) {
        (, , address implementation, ) = factory.implementations();
        made = CommunityTimelock(payable(Clones.cloneWithImmutableArgs(implementation, abi.encode(1 hours))));
        made.initialize(1 days, holder, address(0), founding().treasury);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorTimelockControlUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorTimelockControlUpgradeable.sol";
import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {CommunityGovernor} from "../../src/governance/CommunityGovernor.sol";
import {CommunityTimelock} from "../../src/governance/CommunityTimelock.sol";
import {ICommunityFactory} from "../../src/interfaces/ICommunityFactory.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {CommunityId} from "../../src/types/Ids.sol";
import {TokenDouble} from "../doubles/TokenDoubles.sol";
import {CommunityFixture} from "./CommunityFixture.sol";

contract CommunityGovernorTest is CommunityFixture {
    // initialize

    function test_initialize_takesEverySettingAndSaysSo() public {
        (, address implementation, , ) = factory.implementations();
        bytes memory argument = abi.encodePacked(address(membership), uint48(1), uint32(2), uint16(3));
        CommunityGovernor made = CommunityGovernor(payable(Clones.cloneWithImmutableArgs(implementation, argument)));
        ICommunityGovernor.GovernorFloors memory floors = made.floors();
        vm.assertEq(floors.votingDelay, 1);
        vm.assertEq(floors.votingPeriod, 2);
        vm.assertEq(floors.quorumBps, 3);

        ICommunityGovernor.GovernorSettings memory settings = ICommunityGovernor.GovernorSettings({
            votingDelay: 11,
            votingPeriod: 12,
            lateQuorumVoteExtension: 13,
            quorumBps: 14,
            minimumVoters: 15,
            proposalThreshold: 16,
            reproposalCooldown: 17,
            superMajorityBps: 6_018
        });
        vm.expectEmit(address(made));
        emit GovernorTimelockControlUpgradeable.TimelockChange(address(0), address(timelock));
        vm.expectEmit(address(made));
        emit ICommunityGovernor.VotingDelaySet(0, 11);
        vm.expectEmit(address(made));
        emit ICommunityGovernor.VotingPeriodSet(0, 12);
        vm.expectEmit(address(made));
        emit ICommunityGovernor.LateQuorumVoteExtensionSet(0, 13);
        vm.expectEmit(address(made));
        emit ICommunityGovernor.QuorumBpsSet(0, 14);
        vm.expectEmit(address(made));
        emit ICommunityGovernor.MinimumVotersSet(0, 15);
        vm.expectEmit(address(made));
        emit ICommunityGovernor.ProposalThresholdSet(0, 16);
        vm.expectEmit(address(made));
        emit ICommunityGovernor.ReproposalCooldownSet(0, 17);
        vm.expectEmit(address(made));
        emit ICommunityGovernor.SuperMajorityBpsSet(0, 6_018);
        vm.expectEmit(address(made));
        emit Initializable.Initialized(1);
        made.initialize(timelock, settings);

        vm.assertEq(made.votingDelay(), 11);
        vm.assertEq(made.votingPeriod(), 12);
        vm.assertEq(made.lateQuorumVoteExtension(), 13);
        vm.assertEq(made.quorumBps(), 14);
        vm.assertEq(made.minimumVoters(), 15);
        vm.assertEq(made.proposalThreshold(), 16);
        vm.assertEq(made.reproposalCooldown(), 17);
        vm.assertEq(made.superMajorityBps(), 6_018);
        vm.assertEq(made.timelock(), address(timelock));
        vm.assertEq(address(made.token()), address(membership));
        vm.assertEq(CommunityId.unwrap(made.communityId()), CommunityId.unwrap(communityId));
    }

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

    function test_propose_takesWhicheverPlaceIsFree() public {
        Proposal[] memory proposals = _five();
        for (uint256 i = 0; i < 5; ++i) {
            cancel(ada, proposals[i]);
            proposals[i] = anything(string.concat("Instead of number ", vm.toString(i)));
            propose(ada, proposals[i]);
            _refusesASixth();
        }
        // What passed is no longer open, though it is not done.
        toVoting(proposals[4].id);
        for (uint256 i = 0; i < 5; ++i) {
            vote(ada, proposals[i].id, FOR);
            vote(ben, proposals[i].id, FOR);
        }
        toEnd(proposals[4].id);
        for (uint256 i = 0; i < 5; ++i) {
            assertState(proposals[i].id, IGovernor.ProposalState.Succeeded);
            propose(ada, anything(string.concat("Next to number ", vm.toString(i))));
        }
        _refusesASixth();
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

    function test_cancel_revertsForWhatIsNotKnown() public {
        Proposal memory proposal = anything("Never made");
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorNonexistentProposal.selector, proposal.id));
        cancel(ada, proposal);
    }

    function test_cancel_revertsForWhoNeverProposedAnything() public {
        Proposal memory proposal = anything("Ada's");
        propose(ada, proposal);
        address[2] memory callers = [stranger, address(timelock)];
        for (uint256 i = 0; i < callers.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, proposal.id, callers[i]));
            cancel(callers[i], proposal);
        }
    }

    function test_cancel_reachesEachOpenProposalOfAMemberAndNoneOfAnother() public {
        Proposal[] memory proposals = _five();
        Proposal memory other = anything("Ben's");
        propose(ben, other);
        for (uint256 i = 0; i < 5; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, proposals[i].id, ben));
            cancel(ben, proposals[i]);
            vm.expectEmit(address(governor));
            emit IGovernor.ProposalCanceled(proposals[i].id);
            cancel(ada, proposals[i]);
            assertState(proposals[i].id, IGovernor.ProposalState.Canceled);
        }
        assertState(other.id, IGovernor.ProposalState.Pending);
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
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, proposal.id, ada));
        cancel(ada, proposal);
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

    /// @dev Three to two are six tenths, no more and no less.
    function test_hasSuperMajority_isHadByExactlyTheShare() public {
        _enter(_foundedWith(6_000));
        skip(1);
        Proposal memory proposal = plan1(address(governor), abi.encodeCall(governor.relay, (stranger, 0, "")), "Six");
        passNarrowly(proposal);
        vm.assertTrue(governor.hasSuperMajority(proposal.id));
        execute(proposal);

        _enter(_foundedWith(6_001));
        skip(1);
        proposal = plan1(address(governor), abi.encodeCall(governor.relay, (stranger, 0, "")), "Six and a bit");
        passNarrowly(proposal);
        vm.assertFalse(governor.hasSuperMajority(proposal.id));
        vm.expectRevert(ICommunityGovernor.CommunityGovernor_SuperMajorityNeeded.selector);
        execute(proposal);
    }

    function testFuzz_hasSuperMajority_isTheShareOfWhatWasCast(uint16 bps, uint8[5] memory choices) public {
        bps = uint16(bound(bps, 6_000, 9_000));
        _enter(_foundedWith(bps));
        skip(1);
        uint256 id = propose(ada, anything("Each as it likes"));
        toVoting(id);
        address[5] memory voters = [ada, ben, cleo, dan, eve];
        uint256[3] memory counted;
        for (uint256 i = 0; i < 5; ++i) {
            uint8 support = choices[i] % 3;
            vote(voters[i], id, support);
            ++counted[support];
        }
        bool enough = counted[FOR] != 0 && counted[FOR] * (10_000 - bps) >= counted[AGAINST] * bps;
        vm.assertEq(governor.hasSuperMajority(id), enough);
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

    function test_relay_makesTheCallAsItWasVoted() public {
        TokenDouble token = new TokenDouble();
        token.mint(address(governor), 5);
        bytes memory data = abi.encodeCall(token.transfer, (stranger, 5));
        execute(_passed(abi.encodeCall(governor.relay, (address(token), 0, data))));
        vm.assertEq(token.balanceOf(stranger), 5);

        Proposal memory again = plan1(
            address(governor),
            abi.encodeCall(governor.relay, (address(token), 0, data)),
            "What is not there"
        );
        pass(again);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, address(governor), 0, 5)
        );
        execute(again);
    }

    /// @dev In the timelock this Governor may schedule and cancel whatever it says: only a proposal has it say so.
    function test_relay_neverReachesTheTimelock() public {
        Proposal memory proposal = _passed(abi.encodeCall(governor.relay, (address(timelock), 0, "")));
        vm.expectRevert(ICommunityGovernor.CommunityGovernor_RelayToTimelock.selector);
        execute(proposal);
    }

    // state

    function test_state_revertsForWhatIsNotKnown() public {
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorNonexistentProposal.selector, 1));
        governor.state(1);
        vm.assertFalse(governor.hasSuperMajority(1));
    }

    function test_state_turnsWithTheSecond() public {
        uint256 unloved = propose(ada, anything("Unloved"));
        uint256 loved = propose(ada, anything("Loved"));
        assertState(loved, IGovernor.ProposalState.Pending);
        vm.warp(governor.proposalSnapshot(loved));
        assertState(loved, IGovernor.ProposalState.Pending);
        skip(1);
        assertState(loved, IGovernor.ProposalState.Active);
        vote(ada, loved, FOR);
        vote(ben, loved, FOR);
        vm.warp(governor.proposalDeadline(loved));
        assertState(loved, IGovernor.ProposalState.Active);
        assertState(unloved, IGovernor.ProposalState.Active);
        skip(1);
        assertState(loved, IGovernor.ProposalState.Succeeded);
        assertState(unloved, IGovernor.ProposalState.Defeated);
    }

    function test_state_neverTurnsAgainWhereItIsOver() public {
        Proposal memory taken = anything("Taken back");
        propose(ben, taken);
        cancel(ben, taken);
        Proposal memory unloved = anything("Unloved");
        propose(ben, unloved);
        Proposal memory vetoed = anything("Vetoed");
        pass(vetoed);
        vm.warp(governor.proposalEta(vetoed.id) - 1);
        bytes32 operation = _operationOf(vetoed);
        vm.prank(ada);
        council.veto(operation, "it would hurt");
        assertState(vetoed.id, IGovernor.ProposalState.Canceled);
        Proposal memory done = anything("Done");
        pass(done);
        execute(done);

        skip(governor.gracePeriod() + TIMELOCK_DELAY + 1);
        assertState(taken.id, IGovernor.ProposalState.Canceled);
        assertState(unloved.id, IGovernor.ProposalState.Defeated);
        assertState(vetoed.id, IGovernor.ProposalState.Canceled);
        assertState(done.id, IGovernor.ProposalState.Executed);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        execute(vetoed);
    }

    /// @dev The voting has ended when its extension has.
    function test_state_expiresWhatTookLongerThatMuchLater() public {
        Proposal memory proposal = anything("Late");
        propose(ada, proposal);
        uint256 deadline = governor.proposalDeadline(proposal.id);
        vm.warp(deadline);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        vm.warp(deadline + EXTENSION + 14 days);
        assertState(proposal.id, IGovernor.ProposalState.Succeeded);
        skip(1);
        assertState(proposal.id, IGovernor.ProposalState.Expired);
    }

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
        vm.expectEmit(address(governor));
        emit GovernorTimelockControlUpgradeable.TimelockChange(address(timelock), address(other));
        execute(move);
        vm.assertEq(governor.timelock(), address(other));

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

    function test_storage_liesWhereItsNamePutsIt() public view {
        bytes32 slot =
            keccak256(abi.encode(uint256(keccak256("commonweal.storage.CommunityGovernor")) - 1)) &
                ~bytes32(uint256(0xff));
        uint256 settings = uint256(vm.load(address(governor), slot));
        vm.assertEq(uint32(settings), VOTING_DELAY);
        vm.assertEq(uint32(settings >> 32), VOTING_PERIOD);
    }

    function test_interfaces_areDeclaredAsPublished() public view {
        vm.assertTrue(governor.supportsInterface(0x01ffc9a7), "ERC-165");
        vm.assertTrue(governor.supportsInterface(type(IGovernor).interfaceId), "IGovernor");
        vm.assertTrue(governor.supportsInterface(type(ICommunityGovernor).interfaceId), "ICommunityGovernor");
        vm.assertTrue(governor.supportsInterface(0x4e2312e0), "ERC-1155 receiver, of which it takes nothing");
        vm.assertFalse(governor.supportsInterface(0xffffffff), "the id that nothing has");
        vm.assertEq(governor.name(), "CommunityGovernor");
        vm.assertEq(governor.version(), "1");
        vm.assertEq(governor.clock(), vm.getBlockTimestamp());
        vm.assertEq(governor.CLOCK_MODE(), "mode=timestamp");
        vm.assertEq(governor.COUNTING_MODE(), "support=bravo&quorum=for,abstain");
        (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifying,
            bytes32 salt,
            uint256[] memory extensions
        ) = governor.eip712Domain();
        vm.assertTrue(fields == 0x0f, "name, version, chain and contract");
        vm.assertEq(salt, 0);
        vm.assertEq(extensions.length, 0);
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

    function _foundedWith(uint16 superMajorityBps) private returns (ICommunityFactory.Deployment memory) {
        ICommunityFactory.Founding memory plan = founding();
        plan.governor.superMajorityBps = superMajorityBps;
        return found(bytes32(uint256(superMajorityBps)), plan);
    }

    function _operationOf(Proposal memory proposal) private view returns (bytes32) {
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(proposal.description));
        return timelock.hashOperationBatch(proposal.targets, proposal.values, proposal.calldatas, 0, salt);
    }

    function _newTimelock(address holder) private returns (CommunityTimelock made) {
        (, , address implementation, ) = factory.implementations();
        made = CommunityTimelock(payable(Clones.cloneWithImmutableArgs(implementation, abi.encode(1 hours))));
        made.initialize(1 days, holder, address(0), founding().treasury);
    }
}

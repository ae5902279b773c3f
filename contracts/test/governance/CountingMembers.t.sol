// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICommunityFactory} from "../../src/interfaces/ICommunityFactory.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {SignerDouble} from "../doubles/SignerDouble.sol";
import {BallotFixture} from "./BallotFixture.sol";

contract CountingMembersTest is BallotFixture {
    /// @dev Where ERC-7201 puts `commonweal.storage.CountingMembers`, whose first field is the ballots by proposal.
    bytes32 private constant COUNTING_STORAGE =
        keccak256(abi.encode(uint256(keccak256("commonweal.storage.CountingMembers")) - 1)) & ~bytes32(uint256(0xff));

    Proposal private _proposal;

    uint256 private _id;

    function setUp() public override {
        super.setUp();
        Proposal memory proposal = anything("The question");
        _id = propose(ada, proposal);
        _proposal = proposal;
    }

    // propose

    function test_propose_takesAsManyMembersAsItCanCount() public {
        skip(1);
        bytes memory question = abi.encodeCall(membership.getPastTotalSupply, (vm.getBlockTimestamp() - 1));
        uint256 most = type(uint32).max;
        vm.mockCall(address(membership), question, abi.encode(most));
        uint256 id = propose(ben, anything("All that can be counted"));
        (uint256 votes, ) = governor.proposalQuorum(id);
        vm.assertEq(votes, (most * QUORUM_BPS + 9_999) / 10_000);
        vm.mockCall(address(membership), question, abi.encode(most + 1));
        Proposal memory proposal = anything("More than can be counted");
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 32, most + 1));
        propose(ben, proposal);
    }

    // castVote

    function test_castVote_revertsForAProposalThatDoesNotExist() public {
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorNonexistentProposal.selector, 1));
        vote(ada, 1, FOR);
        vm.assertEq(governor.votesOn(1, ada), 0);
        vm.assertFalse(governor.hasVoted(1, ada));
    }

    function test_castVote_revertsOutsideTheVotingPeriod() public {
        vm.warp(governor.proposalSnapshot(_id));
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        vote(ada, _id, FOR);
        skip(1);
        vote(ada, _id, AGAINST);
        vm.warp(governor.proposalDeadline(_id));
        vote(ben, _id, AGAINST);
        skip(1);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        vote(cleo, _id, FOR);
    }

    function testFuzz_castVote_isForThoseWhoJoinedBeforeTheProposal(uint256 joined) public {
        joined = bound(joined, START + 1 hours, START + 3 hours);
        uint256 created = START + 2 hours;
        Proposal memory proposal = anything("Later");
        if (joined < created) {
            vm.warp(joined);
            admitByAuthority(stranger, 0);
        }
        vm.warp(created);
        propose(ben, proposal);
        if (joined >= created) {
            vm.warp(joined);
            admitByAuthority(stranger, 0);
        }
        vm.warp(START + 4 hours);
        vm.assertEq(governor.votesOn(proposal.id, stranger), joined < created ? 1 : 0);
        if (joined >= created) {
            vm.expectRevert(
                abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NoVote.selector, proposal.id, stranger)
            );
        }
        vote(stranger, proposal.id, FOR);
    }

    function testFuzz_castVote_isForThoseWhoStayedPastTheSnapshot(uint256 left) public {
        uint256 snapshot = governor.proposalSnapshot(_id);
        left = bound(left, START + 1 hours, governor.proposalDeadline(_id));
        vm.warp(left);
        vm.prank(eve);
        membership.leave();
        if (left <= snapshot) {
            vm.warp(snapshot + 1);
            vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NoVote.selector, _id, eve));
        }
        vote(eve, _id, AGAINST);
        vm.assertEq(governor.votesOn(_id, eve), left > snapshot ? 1 : 0);
    }

    function test_castVote_revertsForWhoLeftInTheSecondOfTheSnapshot() public {
        vm.warp(governor.proposalSnapshot(_id));
        vm.prank(eve);
        membership.leave();
        skip(1);
        vm.prank(dan);
        membership.leave();
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NoVote.selector, _id, eve));
        vote(eve, _id, FOR);
        vote(dan, _id, FOR);
    }

    function test_castVote_revertsForWhoLeftAndCameBack() public {
        toVoting(_id);
        vm.prank(eve);
        membership.leave();
        admitByAuthority(eve, 0);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NoVote.selector, _id, eve));
        vote(eve, _id, FOR);
    }

    function test_castVote_revertsForAStranger() public {
        toVoting(_id);
        vm.expectRevert(abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_NoVote.selector, _id, stranger));
        vote(stranger, _id, FOR);
        vm.assertFalse(governor.hasVoted(_id, stranger));
    }

    function test_castVote_revertsASecondTime() public {
        toVoting(_id);
        vote(ada, _id, FOR);
        vm.assertTrue(governor.hasVoted(_id, ada));
        vm.assertFalse(governor.hasVoted(_id, ben));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, ada));
        vote(ada, _id, AGAINST);
    }

    function testFuzz_castVote_revertsForSupportWithoutAMeaning(uint8 support) public {
        support = uint8(bound(support, 3, 255));
        toVoting(_id);
        vm.expectRevert(IGovernor.GovernorInvalidVoteType.selector);
        vote(ada, _id, support);
    }

    function test_castVote_revertsWhenParamsAreSentAlong() public {
        toVoting(_id);
        vm.startPrank(ada);
        vm.expectRevert(IGovernor.GovernorInvalidVoteParams.selector);
        governor.castVoteWithReasonAndParams(_id, FOR, "", hex"00");
        governor.castVoteWithReasonAndParams(_id, FOR, "without", "");
        vm.stopPrank();
        _assertTally(0, 1, 0);
    }

    function test_castVote_countsOneVoteAndOneVoter() public {
        toVoting(_id);
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(ada, _id, FOR, 1, "trees give shade");
        vm.prank(ada);
        vm.assertEq(governor.castVoteWithReason(_id, FOR, "trees give shade"), 1);
        vote(ben, _id, AGAINST);
        vote(cleo, _id, ABSTAIN);
        vote(dan, _id, ABSTAIN);
        _assertTally(1, 1, 2);
        vm.assertEq(governor.getVotes(ada, START + 1), 1);
        vm.assertEq(governor.getVotesWithParams(ada, START, ""), 0);
    }

    /// @dev Two words of receipts: a bit that spilled into a neighbour's would refuse somebody or let one vote twice.
    function test_castVote_countsEachOfManyMembersOnce() public {
        address[] memory members = new address[](300);
        vm.startPrank(address(timelock));
        for (uint256 i = 0; i < members.length; ++i) {
            members[i] = vm.addr(1_000 + i);
            membership.admit(members[i], 0);
        }
        vm.stopPrank();
        skip(1);
        Proposal memory proposal = anything("With everybody");
        propose(ben, proposal);
        toVoting(proposal.id);
        for (uint256 i = 0; i < members.length; ++i) {
            vm.assertFalse(governor.hasVoted(proposal.id, members[i]));
            vote(members[i], proposal.id, FOR);
            vm.assertTrue(governor.hasVoted(proposal.id, members[i]));
        }
        vm.assertFalse(governor.hasVoted(proposal.id, ada));
        vm.assertEq(governor.proposalVoters(proposal.id), 300);
        (, uint256 forVotes, ) = governor.proposalVotes(proposal.id);
        vm.assertEq(forVotes, 300);
    }

    /// @dev One word of receipts for 256 members and the proposal's one slot, lent votes or not, alone or in a batch.
    function test_castVote_writesAReceiptAndACountAndNothingElse() public {
        for (uint256 i = 0; i < 251; ++i) admitByAuthority(vm.addr(1_000 + i), 0);
        skip(1);
        vm.prank(dan);
        membership.delegate(ben);
        skip(1);
        uint256 id = propose(ada, anything("Two slots"));
        toVoting(id);
        bytes32 first = _receiptWritten(id, ada);
        vm.assertEq(_receiptWritten(id, ben), first, "with a vote that was lent");
        vm.assertEq(membership.memberOf(vm.addr(1_249)).memberId, 255);
        vm.assertEq(_receiptWritten(id, vm.addr(1_249)), first);
        vm.assertNotEq(_receiptWritten(id, vm.addr(1_250)), first);

        id = propose(ada, anything("Two slots, in a batch"));
        toVoting(id);
        ICommunityGovernor.SignedBallot[] memory ballots = new ICommunityGovernor.SignedBallot[](3);
        ballots[0] = signed("ada", id, FOR);
        ballots[1] = signed("ben", id, FOR);
        ballots[2] = sign(1_249, unsigned(vm.addr(1_249), id, FOR));
        vm.record();
        governor.castVotesBySig(ballots);
        _receiptOf(id);
        vm.assertEq(governor.proposalVoters(id), 3);
    }

    // castVoteBySig

    function test_castVoteBySig_countsTheVoteOfTheSigner() public {
        toVoting(_id);
        (address voter, bytes memory signature) = signBallot("ada", _id, FOR, 0);
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(ada, _id, FOR, 1, "");
        vm.prank(stranger);
        governor.castVoteBySig(_id, FOR, voter, signature);
        _assertTally(0, 1, 0);
    }

    function test_castVoteBySig_countsAReasonedVoteOfTheSigner() public {
        toVoting(_id);
        (, uint256 key) = makeAddrAndKey("ada");
        bytes32 structHash = keccak256(
            abi.encode(EXTENDED_BALLOT_TYPEHASH, _id, AGAINST, ada, 0, keccak256("too dear"), keccak256(""))
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, typedDigest(address(governor), structHash));
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(ada, _id, AGAINST, 1, "too dear");
        governor.castVoteWithReasonAndParamsBySig(_id, AGAINST, ada, "too dear", "", abi.encodePacked(r, s, v));
    }

    function test_castVoteBySig_revertsForASignatureOfSomethingElse() public {
        toVoting(_id);
        (, bytes memory signature) = signBallot("ada", _id, FOR, 0);
        bytes memory refusal = abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, ada);
        vm.expectRevert(refusal);
        governor.castVoteBySig(_id, AGAINST, ada, signature);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, ben));
        governor.castVoteBySig(_id, FOR, ben, signature);
        (, bytes memory later) = signBallot("ada", _id, FOR, 1);
        vm.expectRevert(refusal);
        governor.castVoteBySig(_id, FOR, ada, later);
        vm.expectRevert(refusal);
        governor.castVoteBySig(_id, FOR, ada, "");
    }

    function test_castVoteBySig_countsAContractThatAgrees() public {
        SignerDouble signer = new SignerDouble();
        admitByAuthority(address(signer), 0);
        skip(1);
        Proposal memory proposal = anything("For contracts too");
        propose(ben, proposal);
        toVoting(proposal.id);
        signer.agree(ballotDigest(address(governor), proposal.id, FOR, address(signer), 0));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, address(signer)));
        governor.castVoteBySig(proposal.id, AGAINST, address(signer), "");
        governor.castVoteBySig(proposal.id, FOR, address(signer), "");
        vm.assertTrue(governor.hasVoted(proposal.id, address(signer)));
    }

    // state

    function test_state_isDefeatedBelowTheQuorum() public {
        // A quorum of two, a floor of two: one for and one against are voters enough and votes too few.
        toVoting(_id);
        vote(ada, _id, FOR);
        vote(ben, _id, AGAINST);
        _assertEnd(IGovernor.ProposalState.Defeated);
    }

    function test_state_isDefeatedBelowTheFloorOfVoters() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.governor.minimumVoters = 4;
        _enter(found("second", plan));
        skip(1);
        Proposal memory proposal = anything("Three of four");
        propose(ada, proposal);
        toVoting(proposal.id);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        vote(cleo, proposal.id, FOR);
        uint256 state = vm.snapshotState();
        toEnd(proposal.id);
        assertState(proposal.id, IGovernor.ProposalState.Defeated);
        vm.revertToState(state);
        vote(dan, proposal.id, AGAINST);
        toEnd(proposal.id);
        assertState(proposal.id, IGovernor.ProposalState.Succeeded);
    }

    function test_state_isDefeatedByATie() public {
        toVoting(_id);
        vote(ada, _id, FOR);
        vote(ben, _id, FOR);
        vote(cleo, _id, AGAINST);
        vote(dan, _id, AGAINST);
        _assertEnd(IGovernor.ProposalState.Defeated);
    }

    function test_state_letsAbstentionsMakeTheQuorumButNotTheDecision() public {
        toVoting(_id);
        vote(ada, _id, ABSTAIN);
        vote(ben, _id, ABSTAIN);
        uint256 state = vm.snapshotState();
        _assertEnd(IGovernor.ProposalState.Defeated);
        vm.revertToState(state);
        vote(cleo, _id, FOR);
        _assertEnd(IGovernor.ProposalState.Succeeded);
    }

    function testFuzz_state_followsTheCount(uint8[5] memory choices) public {
        address[5] memory voters = [ada, ben, cleo, dan, eve];
        toVoting(_id);
        uint256[3] memory counted;
        uint256 cast;
        for (uint256 i = 0; i < 5; ++i) {
            uint8 support = choices[i] % 4;
            if (support == 3) continue;
            vote(voters[i], _id, support);
            ++counted[support];
            ++cast;
        }
        _assertTally(counted[AGAINST], counted[FOR], counted[ABSTAIN]);
        bool passes = counted[FOR] + counted[ABSTAIN] >= 2 && cast >= 2 && counted[FOR] > counted[AGAINST];
        _assertEnd(passes ? IGovernor.ProposalState.Succeeded : IGovernor.ProposalState.Defeated);
    }

    // quorum

    function testFuzz_quorum_isTheShareRoundedUp(uint16 bps) public {
        bps = uint16(bound(bps, 1_000, 10_000));
        ICommunityFactory.Founding memory plan = founding();
        plan.governor.quorumBps = bps;
        _enter(found("second", plan));
        uint256 founded = vm.getBlockTimestamp();
        skip(1);
        uint256 needed = governor.quorum(founded);
        vm.assertGe(needed * 10_000, 5 * uint256(bps));
        vm.assertLt((needed - 1) * 10_000, 5 * uint256(bps));
    }

    function test_quorum_isAShareOfTheMembersOfTheSecondBefore() public {
        Proposal memory proposal = anything("Crowded");
        for (uint256 i = 0; i < 95; ++i) {
            admitByAuthority(vm.addr(1_000 + i), 0);
        }
        propose(ben, proposal);
        (uint256 votes, ) = governor.proposalQuorum(proposal.id);
        vm.assertEq(votes, 2);
        skip(1);
        proposal = anything("A second later");
        propose(ben, proposal);
        (votes, ) = governor.proposalQuorum(proposal.id);
        vm.assertEq(votes, 40);
        vm.assertEq(governor.quorum(vm.getBlockTimestamp() - 1), 40);
        vm.assertEq(governor.quorum(vm.getBlockTimestamp() - 2), 2);
    }

    function test_quorum_isSaidApartFromTheFloorOfVoters() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.governor.minimumVoters = 4;
        plan.governor.quorumBps = 6_000;
        _enter(found("second", plan));
        skip(1);
        Proposal memory proposal = anything("Three votes of four voters of five");
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.BallotOpened(proposal.id, 5, 3, 4);
        propose(ada, proposal);
        (uint256 votes, uint256 voters) = governor.proposalQuorum(proposal.id);
        vm.assertEq(votes, 3);
        vm.assertEq(voters, 4);
    }

    function test_quorum_neverNeedsMoreVotersThanThereAre() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.governor.minimumVoters = 100;
        _enter(found("second", plan));
        skip(1);
        Proposal memory proposal = anything("Everybody");
        propose(ada, proposal);
        (, uint256 voters) = governor.proposalQuorum(proposal.id);
        vm.assertEq(voters, 5);
    }

    // proposalDeadline

    function test_proposalDeadline_staysWhenTheQuorumIsReachedEarly() public {
        uint256 deadline = governor.proposalDeadline(_id);
        vm.warp(deadline - EXTENSION);
        vote(ada, _id, FOR);
        vm.recordLogs();
        vote(ben, _id, FOR);
        vm.assertEq(vm.getRecordedLogs().length, 1);
        vm.assertEq(governor.proposalDeadline(_id), deadline);
        vm.warp(deadline);
        vote(cleo, _id, AGAINST);
        vm.assertEq(governor.proposalDeadline(_id), deadline);
    }

    function test_proposalDeadline_movesByTheSecondThatIsMissing() public {
        uint256 deadline = governor.proposalDeadline(_id);
        vm.warp(deadline - EXTENSION + 1);
        vote(ada, _id, FOR);
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.ProposalExtended(_id, uint64(deadline + 1));
        vote(ben, _id, ABSTAIN);
        vm.assertEq(governor.proposalDeadline(_id), deadline + 1);
    }

    function test_proposalDeadline_movesByTheLongestExtensionThereIs() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.governor.lateQuorumVoteExtension = 30 days;
        _enter(found("patient", plan));
        skip(1);
        uint256 id = propose(ada, anything("At the last second"));
        uint256 deadline = governor.proposalDeadline(id);
        vm.warp(deadline);
        vote(ada, id, FOR);
        vote(ben, id, FOR);
        vm.assertEq(governor.proposalDeadline(id), deadline + 30 days);
        vm.warp(deadline + 30 days);
        vote(cleo, id, AGAINST);
        vm.assertEq(governor.proposalDeadline(id), deadline + 30 days);
    }

    /// @dev Against makes no quorum, whatever it does to the count of voters.
    function test_proposalDeadline_movesWithTheVoteThatMakesBothTheQuorumAndTheFloor() public {
        uint256 deadline = governor.proposalDeadline(_id);
        vm.warp(deadline);
        vote(ada, _id, AGAINST);
        vote(ben, _id, AGAINST);
        vote(cleo, _id, FOR);
        vm.assertEq(governor.proposalDeadline(_id), deadline);
        vote(dan, _id, FOR);
        vm.assertEq(governor.proposalDeadline(_id), deadline + EXTENSION);
    }

    function test_proposalDeadline_movesOnceWhenTheQuorumIsReachedLate() public {
        uint256 deadline = governor.proposalDeadline(_id);
        vm.warp(deadline);
        vote(ada, _id, FOR);
        vm.assertEq(governor.proposalDeadline(_id), deadline);
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.ProposalExtended(_id, uint64(deadline + EXTENSION));
        vote(ben, _id, FOR);
        vm.assertEq(governor.proposalDeadline(_id), deadline + EXTENSION);

        vm.warp(deadline + EXTENSION);
        assertState(_id, IGovernor.ProposalState.Active);
        vm.recordLogs();
        vote(cleo, _id, AGAINST);
        vote(dan, _id, AGAINST);
        vm.assertEq(vm.getRecordedLogs().length, 2);
        vm.assertEq(governor.proposalDeadline(_id), deadline + EXTENSION);
        _assertEnd(IGovernor.ProposalState.Defeated);
    }

    function test_proposalDeadline_staysWhereTheExtensionIsZero() public {
        ICommunityFactory.Founding memory plan = founding();
        plan.governor.lateQuorumVoteExtension = 0;
        _enter(found("second", plan));
        skip(1);
        Proposal memory proposal = anything("At the last second");
        propose(ada, proposal);
        uint256 deadline = governor.proposalDeadline(proposal.id);
        vm.warp(deadline);
        vote(ada, proposal.id, FOR);
        vote(ben, proposal.id, FOR);
        vm.assertEq(governor.proposalDeadline(proposal.id), deadline);
    }

    function _receiptWritten(uint256 proposalId, address voter) private returns (bytes32) {
        vm.record();
        vote(voter, proposalId, FOR);
        vm.assertTrue(governor.hasVoted(proposalId, voter));
        return _receiptOf(proposalId);
    }

    /// @dev The slot written to since recording began that is not the proposal's own; there is one other at most.
    function _receiptOf(uint256 proposalId) private returns (bytes32 receipt) {
        (, bytes32[] memory writes) = vm.accesses(address(governor));
        bytes32 count = keccak256(abi.encode(proposalId, COUNTING_STORAGE));
        for (uint256 i = 0; i < writes.length; ++i) {
            if (writes[i] == count) continue;
            if (receipt == 0) receipt = writes[i];
            vm.assertEq(writes[i], receipt, "a third slot");
        }
        vm.assertNotEq(receipt, 0);
    }

    function _assertTally(uint256 against, uint256 for_, uint256 abstain) private view {
        (uint256 a, uint256 f, uint256 b) = governor.proposalVotes(_id);
        vm.assertEq(a, against, "against");
        vm.assertEq(f, for_, "for");
        vm.assertEq(b, abstain, "abstain");
        vm.assertEq(governor.proposalVoters(_id), against + for_ + abstain, "voters");
    }

    function _assertEnd(IGovernor.ProposalState expected) private {
        toEnd(_id);
        assertState(_id, expected);
    }
}

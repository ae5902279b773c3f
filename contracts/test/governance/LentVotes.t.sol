// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ICommunityGovernor} from "../../src/interfaces/ICommunityGovernor.sol";
import {BallotFixture} from "./BallotFixture.sol";

/// @dev Dan and Eve lend their votes to Ben before anything is proposed: Ben has three, they may still come themselves.
contract LentVotesTest is BallotFixture {
    uint256 private _id;

    function setUp() public override {
        super.setUp();
        _lend(dan, ben);
        _lend(eve, ben);
        skip(1);
        _id = propose(ada, anything("Lent"));
        toVoting(_id);
    }

    function test_castVote_countsWhatWasLent() public {
        vm.assertEq(governor.votesOn(_id, ben), 3);
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(ben, _id, FOR, 3, "");
        vote(ben, _id, FOR);
        _assertVotes(0, 3, 0);
        vm.assertEq(governor.proposalVoters(_id), 1, "one ballot");
        vm.assertTrue(governor.hasVoted(_id, ben));
        vm.assertFalse(governor.hasVoted(_id, dan));
    }

    function testFuzz_castVote_countsWhatWasLentForWhateverItIsCast(uint8 support, bool signedOne) public {
        support = uint8(bound(support, AGAINST, ABSTAIN));
        if (signedOne) {
            ICommunityGovernor.SignedBallot[] memory one = new ICommunityGovernor.SignedBallot[](1);
            one[0] = signed("ben", _id, support);
            governor.castVotesBySig(one);
        } else {
            vote(ben, _id, support);
        }
        _assertVotes(support == AGAINST ? 3 : 0, support == FOR ? 3 : 0, support == ABSTAIN ? 3 : 0);
        vm.assertEq(governor.proposalVoters(_id), 1);
    }

    function test_castVote_isOnesOwnForAsLongAsTheDelegateHasNotVoted() public {
        vm.assertEq(governor.votesOn(_id, dan), 1);
        vote(dan, _id, AGAINST);
        vm.assertEq(governor.votesOn(_id, ben), 2);
        vote(ben, _id, FOR);
        _assertVotes(1, 2, 0);
        vm.assertEq(governor.votesOn(_id, dan), 1, "what it has cast");
        vm.assertEq(governor.votesOn(_id, eve), 0);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_DelegateHasVoted.selector, _id, eve)
        );
        vote(eve, _id, AGAINST);
        _assertVotes(1, 2, 0);
        vm.assertFalse(governor.hasVoted(_id, eve));
    }

    function test_castVote_leavesADelegateItsOwnWhenAllCome() public {
        vote(dan, _id, AGAINST);
        vote(eve, _id, ABSTAIN);
        vm.assertEq(governor.votesOn(_id, ben), 1);
        vote(ben, _id, FOR);
        _assertVotes(1, 1, 1);
        vm.assertEq(governor.proposalVoters(_id), 3);
    }

    function test_castVote_countsNobodyTwice() public {
        vote(ben, _id, FOR);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, ben));
        vote(ben, _id, FOR);
        vote(ada, _id, FOR);
        vote(cleo, _id, FOR);
        _assertVotes(0, 5, 0);
    }

    /// @dev Ben lends his own on; what was lent to him stays with him.
    function test_castVote_doesNotPassOnWhatWasLent() public {
        _lend(ben, cleo);
        skip(1);
        _id = propose(ada, anything("Lent on"));
        toVoting(_id);
        vm.assertEq(governor.votesOn(_id, cleo), 2);
        vm.assertEq(governor.votesOn(_id, ben), 3, "while Cleo has not voted");
        vote(cleo, _id, FOR);
        vm.assertEq(governor.votesOn(_id, ben), 2, "without his own");
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(ben, _id, AGAINST, 2, "");
        vote(ben, _id, AGAINST);
        _assertVotes(2, 2, 0);
        vm.assertEq(governor.votesOn(_id, cleo), 2, "what she has cast");
    }

    function test_castVote_takesOnesOwnBackFromADelegateWhoLendsTooAndComesFirst() public {
        _lend(ben, cleo);
        skip(1);
        _id = propose(ada, anything("Lent on"));
        toVoting(_id);
        vote(ben, _id, AGAINST);
        vm.assertEq(governor.votesOn(_id, cleo), 1);
        vote(cleo, _id, FOR);
        _assertVotes(3, 1, 0);
    }

    function test_castVote_isFixedWhenTheProposalIsMade() public {
        // Both undo and lend come too late for what is open.
        vm.prank(eve);
        membership.delegate(address(0));
        _lend(ada, ben);
        vm.assertEq(governor.votesOn(_id, ben), 3);
        vm.assertEq(governor.votesOn(_id, ada), 1);
        vote(ben, _id, FOR);
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_DelegateHasVoted.selector, _id, eve)
        );
        vote(eve, _id, AGAINST);
        vote(ada, _id, AGAINST);
        _assertVotes(1, 3, 0);
    }

    function test_castVote_isNotMovedWithinTheSecondOfTheProposal() public {
        _id = propose(ada, anything("At once"));
        _lend(cleo, ben);
        toVoting(_id);
        vm.assertEq(governor.votesOn(_id, ben), 3);
        vm.assertEq(governor.votesOn(_id, cleo), 1);
    }

    function test_castVote_stillHasWhatWasLentByWhoLeft() public {
        vm.prank(dan);
        membership.leave();
        vote(ben, _id, FOR);
        _assertVotes(0, 3, 0);
    }

    /// @dev A removal changes no vote that is open: neither what the delegate has, nor who lent it.
    function test_castVote_isTheSameForWhomTheCommunityRemoved() public {
        vm.prank(eve);
        membership.leave();
        vm.startPrank(address(timelock));
        membership.remove(ben, "harm");
        membership.remove(dan, "harm");
        membership.remove(eve, "harm");
        vm.stopPrank();
        vote(ben, _id, FOR);
        _assertVotes(0, 3, 0);
        address[2] memory lenders = [dan, eve];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(ICommunityGovernor.CommunityGovernor_DelegateHasVoted.selector, _id, lenders[i])
            );
            vote(lenders[i], _id, AGAINST);
        }
    }

    function test_votesOn_isNothingForWhoHasNoVote() public {
        admitByAuthority(stranger, 0);
        vm.assertEq(governor.votesOn(_id, stranger), 0);
        vm.assertEq(governor.votesOn(_id, address(this)), 0);
        vm.assertEq(governor.votesOn(_id, ada), 1);
        vote(ada, _id, FOR);
        vm.assertEq(governor.votesOn(_id, ada), 1, "what it has cast");
    }

    // castVotesBySig

    function test_castVotesBySig_countsWhatWasLent() public {
        ICommunityGovernor.SignedBallot[] memory ballots = _ballots("ben", "dan", "ada");
        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(ben, _id, FOR, 3, "");
        vm.expectEmit(address(governor));
        emit ICommunityGovernor.BallotSkipped(_id, dan, 1, ICommunityGovernor.BallotOutcome.DelegateVoted);
        ICommunityGovernor.BallotOutcome[] memory outcomes = governor.castVotesBySig(ballots);
        _assertOutcome(outcomes[0], ICommunityGovernor.BallotOutcome.Counted);
        _assertOutcome(outcomes[1], ICommunityGovernor.BallotOutcome.DelegateVoted);
        _assertOutcome(outcomes[2], ICommunityGovernor.BallotOutcome.Counted);
        _assertVotes(0, 4, 0);
        vm.assertEq(governor.proposalVoters(_id), 2);
    }

    function test_castVotesBySig_takesOnesOwnFromTheDelegate() public {
        governor.castVotesBySig(_ballots("dan", "ben", "eve"));
        _assertVotes(0, 3, 0);
        vm.assertEq(governor.proposalVoters(_id), 2);
        vm.assertFalse(governor.hasVoted(_id, eve));
    }

    /// @dev One lent vote is the least there is, and the easiest to take for none.
    function test_castVotesBySig_takesTheOnlyVoteLentFromTheDelegate() public {
        _lend(ada, cleo);
        skip(1);
        _id = propose(ada, anything("One lent"));
        toVoting(_id);
        vote(ada, _id, AGAINST);
        ICommunityGovernor.SignedBallot[] memory one = new ICommunityGovernor.SignedBallot[](1);
        one[0] = signed("cleo", _id, FOR);
        governor.castVotesBySig(one);
        _assertVotes(1, 1, 0);
    }

    function test_castVotesBySig_takesNothingFromADelegateWhoHasVoted() public {
        _lend(ben, cleo);
        skip(1);
        _id = propose(ada, anything("Lent on"));
        toVoting(_id);
        governor.castVotesBySig(_ballots("cleo", "ben", "ada"));
        _assertVotes(0, 5, 0);
        vm.assertEq(governor.votesOn(_id, cleo), 2, "what she has cast");
    }

    function test_castVotesBySig_leavesTheDelegateEverythingWhenAMembersBallotIsNotSigned() public {
        ICommunityGovernor.SignedBallot[] memory ballots = _ballots("dan", "ben", "ada");
        ballots[0].signature = ballots[2].signature;
        ICommunityGovernor.BallotOutcome[] memory outcomes = governor.castVotesBySig(ballots);
        _assertOutcome(outcomes[0], ICommunityGovernor.BallotOutcome.InvalidSignature);
        _assertVotes(0, 4, 0);
    }

    function test_castVotesBySig_tellsAlreadyVotedBeforeDelegateVoted() public {
        _lend(ben, cleo);
        skip(1);
        _id = propose(ada, anything("Both"));
        toVoting(_id);
        vote(dan, _id, FOR);
        vote(eve, _id, FOR);
        vote(ben, _id, FOR);
        vote(cleo, _id, FOR);
        ICommunityGovernor.BallotOutcome[] memory outcomes = governor.castVotesBySig(_ballots("ben", "dan", "cleo"));
        for (uint256 i = 0; i < 3; ++i) {
            _assertOutcome(outcomes[i], ICommunityGovernor.BallotOutcome.AlreadyVoted);
        }
        _assertVotes(0, 4, 0);
    }

    /// @dev Receipts lie 256 to a word, and the word of a run is written when the next one begins.
    function test_castVotesBySig_seesADelegateInAnotherWord() public {
        for (uint256 i = 0; i < 300; ++i) {
            admitByAuthority(vm.addr(1_000 + i), 0);
        }
        skip(1);
        // Member 305, beyond the first word, lends to Ben; Ada lends to member 304.
        address far = vm.addr(1_000 + 299);
        address near = vm.addr(1_000 + 298);
        _lend(far, ben);
        _lend(ada, near);
        skip(1);
        _id = propose(ada, anything("Far"));
        toVoting(_id);
        ICommunityGovernor.SignedBallot[] memory ballots = new ICommunityGovernor.SignedBallot[](4);
        ballots[0] = signed("ben", _id, FOR);
        ballots[1] = sign(1_000 + 299, unsigned(far, _id, AGAINST));
        ballots[2] = sign(1_000 + 298, unsigned(near, _id, FOR));
        ballots[3] = signed("ada", _id, AGAINST);
        ICommunityGovernor.BallotOutcome[] memory outcomes = governor.castVotesBySig(ballots);
        _assertOutcome(outcomes[0], ICommunityGovernor.BallotOutcome.Counted);
        _assertOutcome(outcomes[1], ICommunityGovernor.BallotOutcome.DelegateVoted);
        _assertOutcome(outcomes[2], ICommunityGovernor.BallotOutcome.Counted);
        _assertOutcome(outcomes[3], ICommunityGovernor.BallotOutcome.DelegateVoted);
        // Ben with Dan, Eve and the far one; the near one with Ada.
        _assertVotes(0, 6, 0);
    }

    /// @dev In whatever order and by whatever way five members come, everyone's vote counts once and no more.
    function testFuzz_castVote_countsEveryMemberOnce(uint256 seed) public {
        string[5] memory names = ["ada", "ben", "cleo", "dan", "eve"];
        for (uint256 i = 0; i < 8; ++i) {
            string memory name = names[(seed >> (8 * i)) % 5];
            (address voter, ) = makeAddrAndKey(name);
            if ((seed >> (8 * i + 7)) & 1 == 0) {
                vm.prank(voter);
                try governor.castVote(_id, FOR) {} catch {}
            } else {
                ICommunityGovernor.SignedBallot[] memory one = new ICommunityGovernor.SignedBallot[](1);
                one[0] = signed(name, _id, FOR);
                governor.castVotesBySig(one);
            }
        }
        uint256 expected = 0;
        if (governor.hasVoted(_id, ada)) ++expected;
        if (governor.hasVoted(_id, cleo)) ++expected;
        bool byBen = governor.hasVoted(_id, ben);
        if (byBen) ++expected;
        if (byBen || governor.hasVoted(_id, dan)) ++expected;
        if (byBen || governor.hasVoted(_id, eve)) ++expected;
        _assertVotes(0, expected, 0);
    }

    function _lend(address member, address delegatee) private {
        vm.prank(member);
        membership.delegate(delegatee);
    }

    function _ballots(
        string memory first,
        string memory second,
        string memory third
    ) private returns (ICommunityGovernor.SignedBallot[] memory ballots) {
        ballots = new ICommunityGovernor.SignedBallot[](3);
        ballots[0] = signed(first, _id, FOR);
        ballots[1] = signed(second, _id, FOR);
        ballots[2] = signed(third, _id, FOR);
    }

    function _assertOutcome(
        ICommunityGovernor.BallotOutcome actual,
        ICommunityGovernor.BallotOutcome expected
    ) private pure {
        vm.assertEq(uint256(actual), uint256(expected));
    }

    function _assertVotes(uint256 againstVotes, uint256 forVotes, uint256 abstainVotes) private view {
        (uint256 against_, uint256 for_, uint256 abstain_) = governor.proposalVotes(_id);
        vm.assertEq(against_, againstVotes, "against");
        vm.assertEq(for_, forVotes, "for");
        vm.assertEq(abstain_, abstainVotes, "abstain");
    }
}

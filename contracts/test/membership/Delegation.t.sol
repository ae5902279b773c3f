// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {NoncesUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/NoncesUpgradeable.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {Membership} from "../../src/membership/Membership.sol";
import {BallotFixture} from "../governance/BallotFixture.sol";

/// @dev What delegation is meant to do, said as plainly as possible: no second of it is derived from another.
struct Person {
    address account;
    bool standing;
    uint256 joinedAt;
    // The person it lends to, counted from one; zero for none.
    uint256 lentTo;
}

contract DelegationTest is BallotFixture {
    bytes32 private constant DELEGATION_TYPEHASH = 0xe48329057bfd03d55e49b547132e39cffd9c1820ad7b9d4c5307691425d15adf;

    /// @dev From {testFuzz_delegate_doesWhatTheModelSays}; the sixth is a stranger at first.
    Person[6] private _people;

    /// @dev What each of them had in each second that has passed, from {START} plus an hour on.
    uint256[6][] private _history;

    /// @dev A record keeps the latest stay only.
    bool[6] private _cameBack;

    // delegate

    function test_delegate_lendsOneVoteAndSaysSo() public {
        vm.expectEmit(address(membership));
        emit IVotes.DelegateChanged(ada, ada, ben);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(ben, 1, 2);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(ada, 1, 0);
        _lend(ada, ben);
        vm.assertEq(membership.delegates(ada), ben);
        _assertVotes(0, 2, 1);
    }

    function test_delegate_movesItToAnother() public {
        _lend(ada, ben);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateChanged(ada, ben, cleo);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(ben, 2, 1);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(cleo, 1, 2);
        _lend(ada, cleo);
        _assertVotes(0, 1, 2);
    }

    function test_delegate_takesItBackWithZeroOrOneself() public {
        address[2] memory undo = [address(0), ada];
        for (uint256 i = 0; i < 2; ++i) {
            _lend(ada, ben);
            vm.expectEmit(address(membership));
            emit IVotes.DelegateChanged(ada, ben, ada);
            vm.expectEmit(address(membership));
            emit IVotes.DelegateVotesChanged(ben, 2, 1);
            vm.expectEmit(address(membership));
            emit IVotes.DelegateVotesChanged(ada, 0, 1);
            _lend(ada, undo[i]);
            vm.assertEq(membership.delegates(ada), ada);
            _assertVotes(1, 1, 1);
        }
    }

    function test_delegate_leavesWhatOthersLentToOneself() public {
        _lend(ben, ada);
        _lend(dan, ada);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateChanged(ada, ada, cleo);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(cleo, 1, 2);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(ada, 3, 2);
        _lend(ada, cleo);
        _assertVotes(2, 0, 2);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateChanged(ada, cleo, ada);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(cleo, 2, 1);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(ada, 2, 3);
        _lend(ada, address(0));
        _assertVotes(3, 0, 1);
    }

    function test_delegate_worksBothWaysBetweenTwo() public {
        _lend(ada, ben);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateChanged(ben, ben, ada);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(ada, 0, 1);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(ben, 2, 1);
        _lend(ben, ada);
        _assertVotes(1, 1, 1);
        vm.assertEq(membership.delegates(ada), ben);
        vm.assertEq(membership.delegates(ben), ada);
    }

    function test_delegate_isToldByThreeEventsAtMost() public {
        vm.recordLogs();
        _lend(ada, ben);
        vm.assertEq(vm.getRecordedLogs().length, 3);
        _lend(ada, cleo);
        vm.assertEq(vm.getRecordedLogs().length, 3);
        _lend(ada, ada);
        vm.assertEq(vm.getRecordedLogs().length, 3);
    }

    function test_delegate_saysNothingWhereNothingChanges() public {
        vm.recordLogs();
        _lend(ada, ada);
        _lend(ada, address(0));
        vm.assertEq(vm.getRecordedLogs().length, 0);
        _lend(ada, ben);
        vm.recordLogs();
        _lend(ada, ben);
        vm.assertEq(vm.getRecordedLogs().length, 0);
    }

    function test_delegate_isNotPassedOn() public {
        _lend(ada, ben);
        _lend(ben, cleo);
        _assertVotes(0, 1, 2);
        vm.assertEq(membership.delegates(ada), ben);
    }

    function test_delegate_isFromMembersToMembers() public {
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        _lend(stranger, ada);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        _lend(ada, stranger);
        vm.prank(eve);
        membership.leave();
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, eve));
        _lend(ada, eve);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, eve));
        _lend(eve, ada);
    }

    function test_delegate_isForWhoJoinedInAnEarlierSecond() public {
        admitByAuthority(stranger, 0);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        _lend(stranger, ada);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        _lend(ada, stranger);
        skip(1);
        _lend(stranger, ada);
        _lend(ada, stranger);
    }

    function test_delegate_refusesWhoCameBackInThisSecond() public {
        _lend(ada, ben);
        skip(1);
        vm.prank(ben);
        membership.leave();
        skip(1);
        admitByAuthority(ben, 0);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, ben));
        _lend(ada, ben);
    }

    // departures

    function test_departure_saysWhoHasTheVoteNoMore() public {
        _lend(ada, ben);
        _lend(cleo, ben);
        skip(1);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(ben, 3, 2);
        vm.expectEmit(address(membership));
        emit IERC721.Transfer(ada, address(0), 1);
        vm.expectEmit(address(membership));
        emit IMembership.MemberDeparted(1, ada, true, "gone");
        vm.prank(address(timelock));
        membership.remove(ada, "gone");
        vm.assertEq(membership.getVotes(ben), 2);
        vm.assertEq(membership.delegates(ada), address(0));
    }

    /// @dev What fell back is not taken from the delegate's new stay a second time.
    function test_departure_afterTheDelegatesTakesNothingFromItsNewStay() public {
        _lend(ada, ben);
        skip(1);
        vm.prank(ben);
        membership.leave();
        skip(1);
        admitByAuthority(ben, 0);
        skip(1);
        _lend(cleo, ben);
        vm.prank(ada);
        membership.leave();
        vm.assertEq(membership.getVotes(ben), 2);
        vm.assertEq(membership.getVotes(cleo), 0);
    }

    function test_departure_ofTheDelegateLeavesTheNextChoiceFree() public {
        _lend(ada, ben);
        _lend(cleo, ben);
        skip(1);
        vm.prank(ben);
        membership.leave();
        // It is one's own again: there is nothing to take back, and it is lent from oneself.
        vm.recordLogs();
        _lend(ada, address(0));
        vm.assertEq(vm.getRecordedLogs().length, 0);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateChanged(ada, ada, dan);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(dan, 1, 2);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(ada, 1, 0);
        _lend(ada, dan);
        skip(1);
        admitByAuthority(ben, 0);
        skip(1);
        _lend(cleo, ben);
        vm.assertEq(membership.getVotes(dan), 2);
        vm.assertEq(membership.getVotes(ben), 2);
    }

    function test_departure_ofWhoOnlyLendsLeavesWhatItHadWithItsOwners() public {
        _lend(ada, ben);
        _lend(ben, cleo);
        skip(1);
        vm.prank(ben);
        membership.leave();
        vm.assertEq(membership.getVotes(ada), 1);
        vm.assertEq(membership.getVotes(cleo), 1);
        vm.assertEq(membership.delegates(ada), ada);
    }

    function test_departure_holdsFromItsSecondOn() public {
        _lend(ada, ben);
        skip(10);
        uint256 leftAt = vm.getBlockTimestamp();
        vm.prank(ben);
        membership.leave();
        skip(1);
        vm.assertEq(membership.getPastVotes(ada, leftAt - 1), 0);
        vm.assertEq(membership.getPastVotes(ben, leftAt - 1), 2);
        vm.assertEq(membership.getPastVotes(ada, leftAt), 1);
        vm.assertEq(membership.getPastVotes(ben, leftAt), 0);
        vm.assertEq(membership.getPastTotalSupply(leftAt - 1), 5);
        vm.assertEq(membership.getPastTotalSupply(leftAt), 4);
        // A proposal of the second after his departure is Ada's own again; one of the second itself is not.
        (, uint256 votes, uint256 delegateId) = membership.votingRightOf(ada, leftAt, leftAt);
        vm.assertEq(votes, 1);
        vm.assertEq(delegateId, 2);
        (, votes, delegateId) = membership.votingRightOf(ada, leftAt + 1, leftAt + 1);
        vm.assertEq(votes, 1);
        vm.assertEq(delegateId, 0);
    }

    function test_departure_ofTheDelegateGivesTheVotesBack() public {
        _lend(ada, ben);
        _lend(cleo, ben);
        skip(1);
        vm.prank(ben);
        membership.leave();
        vm.assertEq(membership.delegates(ada), ada);
        vm.assertEq(membership.getVotes(ada), 1);
        vm.assertEq(membership.getVotes(ben), 0);
        skip(1);
        admitByAuthority(ben, 0);
        skip(1);
        // A new stay starts from nothing.
        _assertVotes(1, 1, 1);
        _lend(ada, ben);
        _assertVotes(0, 2, 1);
    }

    function test_departure_ofWhoLentTakesItFromTheDelegate() public {
        _lend(ada, ben);
        skip(1);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(ben, 2, 1);
        vm.prank(ada);
        membership.leave();
        _assertVotes(0, 1, 1);
        skip(1);
        admitByAuthority(ada, 0);
        vm.assertEq(membership.delegates(ada), ada);
        skip(1);
        _assertVotes(1, 1, 1);
    }

    function test_departure_andReturnWithinOneSecondGivesTheVotesBackToo() public {
        _lend(ada, ben);
        vm.prank(ben);
        membership.leave();
        admitByAuthority(ben, 0);
        vm.assertEq(membership.delegates(ada), ada, "at once");
        vm.assertEq(membership.getVotes(ada), 1, "at once");
        skip(1);
        _assertVotes(1, 1, 1);
        vm.assertEq(membership.delegates(ada), ada);
        // In the first second in which it may, it is lent anew.
        _lend(ada, ben);
        vm.assertEq(membership.delegates(ada), ben);
        _assertVotes(0, 2, 1);
    }

    function test_departure_isNoBarForWhoLentOrBorrowed() public {
        _lend(ada, ben);
        vm.assertFalse(membership.memberOf(ada).barred);
        vm.assertFalse(membership.memberOf(ben).barred);
        address[2] memory gone = [ada, ben];
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(gone[i]);
            membership.leave();
            vm.assertFalse(membership.memberOf(gone[i]).barred);
            vm.prank(cleo);
            membership.vouch(gone[i]);
            vm.assertEq(membership.vouchesFor(gone[i]), 1);
            vm.expectEmit(address(membership));
            emit IMembership.MemberBarred(i + 1, gone[i], "harm");
            vm.prank(address(timelock));
            membership.remove(gone[i], "harm");
            vm.assertTrue(membership.memberOf(gone[i]).barred);
        }
    }

    // the past

    function test_getPastVotes_tellsTheEndOfASecond() public {
        uint256 before = vm.getBlockTimestamp();
        skip(1);
        uint256 lent = vm.getBlockTimestamp();
        _lend(ada, ben);
        _lend(ada, cleo);
        skip(1);
        _lend(ada, ada);
        skip(1);
        vm.assertEq(membership.getPastVotes(ada, before), 1);
        vm.assertEq(membership.getPastVotes(ada, lent), 0);
        vm.assertEq(membership.getPastVotes(ben, lent), 1);
        vm.assertEq(membership.getPastVotes(cleo, lent), 2);
        vm.assertEq(membership.getPastVotes(ada, lent + 1), 1);
        vm.assertEq(membership.getPastVotes(cleo, lent + 1), 1);
        vm.assertEq(membership.getPastVotes(stranger, lent), 0);
        vm.assertEq(membership.getPastTotalSupply(lent), 5);
    }

    function test_getPast_revertsForWhatIsNotPast() public {
        uint256 present = vm.getBlockTimestamp();
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory refusal = abi.encodeWithSelector(
                IMembership.ERC5805FutureLookup.selector,
                present + i,
                uint48(present)
            );
            vm.expectRevert(refusal);
            membership.getPastVotes(ada, present + i);
            vm.expectRevert(refusal);
            membership.getPastTotalSupply(present + i);
        }
        vm.assertEq(membership.getPastVotes(ada, present - 1), 1);
        vm.assertEq(membership.getPastTotalSupply(present - 1), 5);
    }

    /// @dev Ada's vote has been her own since Ben left, whatever he does later.
    function test_getPastVotes_isNotChangedByAReturnOfTheDelegate() public {
        _lend(ada, ben);
        uint256 lent = vm.getBlockTimestamp();
        skip(10);
        vm.prank(ben);
        membership.leave();
        uint256 leftAt = vm.getBlockTimestamp();
        skip(10);
        admitByAuthority(ben, 0);
        skip(1);
        _lend(cleo, ben);
        skip(10);
        vm.prank(ben);
        membership.leave();
        skip(10);
        admitByAuthority(ben, 0);
        uint256 back = vm.getBlockTimestamp();
        skip(2);
        vm.assertEq(membership.getPastVotes(ada, lent), 0);
        vm.assertEq(membership.getPastVotes(ada, leftAt - 1), 0);
        for (uint256 second = leftAt; second <= back + 1; ++second) {
            vm.assertEq(membership.getPastVotes(ada, second), 1);
            bool isLent = second >= leftAt + 11 && second < leftAt + 21;
            vm.assertEq(membership.getPastVotes(cleo, second), isLent ? 0 : 1);
            (, uint256 votes, uint256 delegateId) = membership.votingRightOf(ada, second + 1, second + 1);
            vm.assertEq(votes, 1);
            vm.assertEq(delegateId, 0);
            (, , delegateId) = membership.votingRightOf(cleo, second + 1, second + 1);
            vm.assertEq(delegateId, isLent ? 2 : 0);
        }
    }

    /// @dev A record keeps the latest stay only.
    function test_getPastVotes_forgetsAnEarlierStay() public {
        uint256 before = vm.getBlockTimestamp();
        skip(1);
        vm.prank(ben);
        membership.leave();
        vm.assertEq(membership.getPastVotes(ben, before), 1);
        skip(1);
        admitByAuthority(ben, 0);
        uint256 back = vm.getBlockTimestamp();
        skip(2);
        vm.assertEq(membership.getPastVotes(ben, before), 0);
        vm.assertEq(membership.getPastVotes(ben, back), 0);
        vm.assertEq(membership.getPastVotes(ben, back + 1), 1);
    }

    function test_getVotes_readsNothingButTheRecordOfWhoNeverDelegated() public {
        skip(1);
        uint256 past = vm.getBlockTimestamp() - 1;
        vm.record();
        membership.getPastVotes(dan, past);
        membership.votingRightOf(dan, past, past);
        (bytes32[] memory reads, ) = vm.accesses(address(membership));
        for (uint256 i = 1; i < reads.length; ++i) {
            vm.assertEq(reads[i], reads[0]);
        }
        vm.assertGt(reads.length, 0);
    }

    function test_departure_writesNoCheckpointForWhoNeverDelegated() public {
        vm.recordLogs();
        vm.prank(dan);
        membership.leave();
        vm.assertEq(vm.getRecordedLogs().length, 2, "Transfer and MemberDeparted");
        _assertCheckpoints(4, 0, 0);
        _lend(ada, ben);
        skip(1);
        vm.prank(ada);
        membership.leave();
        vm.prank(ben);
        membership.leave();
        _assertCheckpoints(1, 2, 0);
        _assertCheckpoints(2, 0, 2);
    }

    // votingRightOf

    function test_votingRightOf_tellsTheRightOnAProposal() public {
        _lend(ada, ben);
        _lend(cleo, ben);
        skip(1);
        uint256 createdAt = vm.getBlockTimestamp();
        (uint256 memberId, uint256 votes, uint256 delegateId) = membership.votingRightOf(ada, createdAt, createdAt);
        vm.assertEq(memberId, 1);
        vm.assertEq(votes, 1);
        vm.assertEq(delegateId, 2);
        (memberId, votes, delegateId) = membership.votingRightOf(ben, createdAt, createdAt);
        vm.assertEq(memberId, 2);
        vm.assertEq(votes, 3);
        vm.assertEq(delegateId, 0);
        // Made in the very second in which it was lent: the second before counts.
        (, votes, delegateId) = membership.votingRightOf(ada, createdAt - 1, createdAt);
        vm.assertEq(votes, 1);
        vm.assertEq(delegateId, 0);
        (, votes, ) = membership.votingRightOf(ben, createdAt - 1, createdAt);
        vm.assertEq(votes, 1);
    }

    function test_votingRightsOf_tellsTheSameInOneWordEach() public {
        _lend(ada, ben);
        skip(1);
        uint256 createdAt = vm.getBlockTimestamp();
        skip(1);
        vm.prank(dan);
        membership.leave();
        address[] memory accounts = new address[](5);
        (accounts[0], accounts[1], accounts[2], accounts[3], accounts[4]) = (ada, ben, cleo, dan, stranger);
        uint256[] memory words = membership.votingRightsOf(accounts, createdAt, createdAt + 1);
        vm.assertEq(words.length, 5);
        vm.assertEq(words[0], (uint256(2) << 128) | (1 << 64) | 1);
        vm.assertEq(words[1], (2 << 64) | 2);
        vm.assertEq(words[2], (1 << 64) | 3);
        vm.assertEq(words[3], 4, "who had left by the snapshot");
        vm.assertEq(words[4], 0);
        for (uint256 i = 0; i < 5; ++i) {
            (uint256 memberId, uint256 votes, uint256 delegateId) = membership.votingRightOf(
                accounts[i],
                createdAt,
                createdAt + 1
            );
            vm.assertEq((delegateId << 128) | (votes << 64) | memberId, words[i]);
        }
        // One second earlier Dan was there still.
        words = membership.votingRightsOf(accounts, createdAt, createdAt);
        vm.assertEq(words[3], (1 << 64) | 4);
    }

    function test_votingRightsOf_givesNothingToWhoJoinedWithTheProposal() public {
        address[] memory accounts = new address[](1);
        accounts[0] = ada;
        uint256 joinedAt = membership.memberOf(ada).joinedAt;
        vm.assertEq(membership.votingRightsOf(accounts, joinedAt, joinedAt + 9)[0], 1);
        vm.assertEq(membership.votingRightsOf(accounts, joinedAt + 1, joinedAt + 9)[0], (1 << 64) | 1);
    }

    /// @dev To the second, odd or even.
    function testFuzz_ballotOf_isOfWhoJoinedBeforeTheProposalAndStayedPastTheSnapshot(
        uint256 joinedAt,
        uint256 stay,
        uint256 createdAt,
        uint256 snapshot
    ) public {
        joinedAt = bound(joinedAt, START + 2 hours, START + 3 hours);
        stay = bound(stay, 1, 8);
        createdAt = bound(createdAt, joinedAt - 2, joinedAt + 2);
        snapshot = bound(snapshot, joinedAt + stay - 2, joinedAt + stay + 2);
        vm.warp(joinedAt);
        admitByAuthority(stranger, 0);
        vm.warp(joinedAt + stay);
        vm.prank(stranger);
        membership.leave();
        (uint256 memberId, uint256 votes, ) = membership.votingRightOf(stranger, createdAt, snapshot);
        vm.assertEq(memberId, 6);
        vm.assertEq(votes, joinedAt < createdAt && snapshot < joinedAt + stay ? 1 : 0);
    }

    // delegateBySig

    function test_delegateBySig_lendsInTheSignersName() public {
        uint256 expiry = vm.getBlockTimestamp();
        (uint8 v, bytes32 r, bytes32 s) = _sign("ada", ben, 0, expiry);
        vm.assertEq(membership.nonces(ada), 0);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateChanged(ada, ada, ben);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(ben, 1, 2);
        vm.expectEmit(address(membership));
        emit IVotes.DelegateVotesChanged(ada, 1, 0);
        vm.prank(stranger);
        membership.delegateBySig(ben, 0, expiry, v, r, s);
        vm.assertEq(membership.delegates(ada), ben);
        vm.assertEq(membership.nonces(ada), 1);
        vm.assertEq(membership.nonces(ben), 0);
        vm.assertEq(membership.nonces(stranger), 0);
    }

    function test_delegateBySig_takesItBackWithZeroOrOneself() public {
        address[2] memory undo = [address(0), ada];
        uint256 expiry = vm.getBlockTimestamp() + 1 days;
        for (uint256 i = 0; i < 2; ++i) {
            _lend(ada, ben);
            (uint8 v, bytes32 r, bytes32 s) = _sign("ada", undo[i], i, expiry);
            membership.delegateBySig(undo[i], i, expiry, v, r, s);
            vm.assertEq(membership.delegates(ada), ada);
            vm.assertEq(membership.nonces(ada), i + 1);
            _assertVotes(1, 1, 1);
        }
    }

    function test_delegateBySig_revertsForANonceThatIsNotTheNext() public {
        uint256 expiry = vm.getBlockTimestamp() + 1 days;
        (uint8 v, bytes32 r, bytes32 s) = _sign("ada", ben, 1, expiry);
        vm.expectRevert(abi.encodeWithSelector(NoncesUpgradeable.InvalidAccountNonce.selector, ada, 0));
        membership.delegateBySig(ben, 1, expiry, v, r, s);
    }

    function test_delegateBySig_revertsForWhoMayNotDelegate() public {
        uint256 expiry = vm.getBlockTimestamp() + 1 days;
        (uint8 v, bytes32 r, bytes32 s) = _sign("stranger", ben, 0, expiry);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        membership.delegateBySig(ben, 0, expiry, v, r, s);
        vm.assertEq(membership.nonces(stranger), 0);
        (v, r, s) = _sign("ada", stranger, 0, expiry);
        vm.expectRevert(abi.encodeWithSelector(IMembership.Membership_NotMember.selector, stranger));
        membership.delegateBySig(stranger, 0, expiry, v, r, s);
        vm.assertEq(membership.nonces(ada), 0);
    }

    function test_delegateBySig_revertsForWhatIsNoSignature() public {
        uint256 expiry = vm.getBlockTimestamp() + 1 days;
        (, bytes32 r, bytes32 s) = _sign("ada", ben, 0, expiry);
        uint8[3] memory wrong = [0, 1, 29];
        for (uint256 i = 0; i < wrong.length; ++i) {
            vm.expectRevert(ECDSA.ECDSAInvalidSignature.selector);
            membership.delegateBySig(ben, 0, expiry, wrong[i], r, s);
        }
        vm.assertEq(membership.delegates(ada), ada);
    }

    function test_eip712Domain_isOfThisRollAlone() public view {
        (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        ) = membership.eip712Domain();
        vm.assertEq(bytes32(fields), bytes32(bytes1(0x0f)));
        vm.assertEq(name, "CommunityMembership");
        vm.assertEq(version, "1");
        vm.assertEq(chainId, block.chainid);
        vm.assertEq(verifyingContract, address(membership));
        vm.assertEq(salt, bytes32(0));
        vm.assertEq(extensions.length, 0);
    }

    function test_delegateBySig_revertsAfterItsExpiry() public {
        uint256 expiry = vm.getBlockTimestamp();
        (uint8 v, bytes32 r, bytes32 s) = _sign("ada", ben, 0, expiry);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(IVotes.VotesExpiredSignature.selector, expiry));
        membership.delegateBySig(ben, 0, expiry, v, r, s);
    }

    // attacks

    /// @dev In OpenZeppelin's Votes what is delegated to zero is nobody's.
    function test_attack_delegateToZero() public {
        _lend(ben, ada);
        _lend(ada, address(0));
        _assertVotes(2, 0, 1);
        skip(1);
        vm.assertEq(membership.getPastVotes(ada, vm.getBlockTimestamp() - 1), 2);
        vm.assertEq(membership.delegates(ada), ada);
        vm.assertEq(membership.getVotes(address(0)), 0);
        vm.assertEq(membership.delegates(address(0)), address(0));
    }

    function test_attack_signatureReplay() public {
        uint256 expiry = vm.getBlockTimestamp() + 1 days;
        (uint8 v, bytes32 r, bytes32 s) = _sign("ada", ben, 0, expiry);
        membership.delegateBySig(ben, 0, expiry, v, r, s);
        _lend(ada, ada);
        vm.expectRevert(abi.encodeWithSelector(NoncesUpgradeable.InvalidAccountNonce.selector, ada, 1));
        membership.delegateBySig(ben, 0, expiry, v, r, s);
        vm.assertEq(membership.delegates(ada), ada);
    }

    /// @dev There it is the signature of somebody else, who is no member.
    function test_attack_signatureReplay_inAnotherCommunity() public {
        Membership other = Membership(found("second", founding()).membership);
        skip(1);
        uint256 expiry = vm.getBlockTimestamp() + 1 days;
        (uint8 v, bytes32 r, bytes32 s) = _sign("ada", ben, 0, expiry);
        vm.expectPartialRevert(IMembership.Membership_NotMember.selector);
        other.delegateBySig(ben, 0, expiry, v, r, s);
        vm.assertEq(other.delegates(ada), ada);
        membership.delegateBySig(ben, 0, expiry, v, r, s);
        vm.assertEq(membership.delegates(ada), ben);
    }

    function test_attack_signatureReplay_onAnotherChain() public {
        uint256 expiry = vm.getBlockTimestamp() + 1 days;
        (uint8 v, bytes32 r, bytes32 s) = _sign("ada", ben, 0, expiry);
        vm.chainId(1);
        vm.expectPartialRevert(IMembership.Membership_NotMember.selector);
        membership.delegateBySig(ben, 0, expiry, v, r, s);
    }

    /// @dev The two-word form of EIP-2098 keeps the parity in the highest bit of `s`.
    function test_attack_compactSignatureTwin() public {
        uint256 expiry = vm.getBlockTimestamp() + 1 days;
        (uint8 v, bytes32 r, bytes32 s) = _sign("ada", ben, 0, expiry);
        membership.delegateBySig(ben, 0, expiry, v, r, s);
        _lend(ada, ada);
        bytes32 twin = bytes32(uint256(s) | (1 << 255));
        for (uint8 i = 27; i <= 28; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, twin));
            membership.delegateBySig(ben, 0, expiry, i, r, twin);
        }
        vm.assertEq(membership.delegates(ada), ada);
    }

    function test_attack_highSSignatureTwin() public {
        uint256 expiry = vm.getBlockTimestamp() + 1 days;
        (uint8 v, bytes32 r, bytes32 s) = _sign("ada", ben, 0, expiry);
        bytes32 twin = bytes32(CURVE_ORDER - uint256(s));
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, twin));
        membership.delegateBySig(ben, 0, expiry, v == 27 ? 28 : 27, r, twin);
        vm.assertEq(membership.delegates(ada), ada);
    }

    function test_attack_signatureForAnythingElse() public {
        uint256 expiry = vm.getBlockTimestamp() + 1 days;
        (uint8 v, bytes32 r, bytes32 s) = _sign("ada", ben, 0, expiry);
        // To another, or for longer, it is the signature of somebody else, who is no member.
        vm.expectPartialRevert(IMembership.Membership_NotMember.selector);
        membership.delegateBySig(cleo, 0, expiry, v, r, s);
        vm.expectPartialRevert(IMembership.Membership_NotMember.selector);
        membership.delegateBySig(ben, 0, expiry + 1, v, r, s);
        vm.assertEq(membership.delegates(ada), ada);
    }

    // the model

    /// @dev Whatever members do, in whatever order and however much of it in one second: everybody has what the model
    /// gives, now and in every second that has passed, and every member's vote is somebody's, once.
    function testFuzz_delegate_doesWhatTheModelSays(bytes32 seed) public {
        _openModel();
        for (uint256 i = 0; i < 48; ++i) {
            seed = keccak256(abi.encode(seed));
            _act(uint8(seed[0]) % 10, uint8(seed[1]) % 6, uint8(seed[2]) % 6);
        }
        _assertSecond();
        _assertHistory();
    }

    function _openModel() private {
        address[6] memory accounts = [ada, ben, cleo, dan, eve, stranger];
        for (uint256 i = 0; i < 6; ++i) {
            _people[i] = Person(accounts[i], i < 5, i < 5 ? START : 0, 0);
        }
    }

    function _act(uint256 what, uint256 who, uint256 whom) private {
        if (what < 4) _modelDelegate(who, whom);
        else if (what < 5) _modelUndo(who, whom % 2 == 0);
        else if (what < 6) _modelLeave(who);
        else if (what < 7) _modelAdmit(who);
        else _assertSecond();
    }

    function _modelDelegate(uint256 who, uint256 whom) private {
        bool possible = _isSettled(who) && (who == whom || _isSettled(whom));
        if (possible) _people[who].lentTo = who == whom ? 0 : whom + 1;
        address delegatee = _people[whom].account;
        if (!possible) vm.expectPartialRevert(IMembership.Membership_NotMember.selector);
        _lend(_people[who].account, delegatee);
    }

    function _modelUndo(uint256 who, bool byZero) private {
        bool possible = _isSettled(who);
        if (possible) _people[who].lentTo = 0;
        address account = _people[who].account;
        if (!possible) vm.expectPartialRevert(IMembership.Membership_NotMember.selector);
        _lend(account, byZero ? address(0) : account);
    }

    function _modelLeave(uint256 who) private {
        if (!_people[who].standing || _countOfPeople() == 1) return;
        _people[who].standing = false;
        _people[who].lentTo = 0;
        for (uint256 i = 0; i < 6; ++i) {
            if (_people[i].lentTo == who + 1) _people[i].lentTo = 0;
        }
        vm.prank(_people[who].account);
        membership.leave();
    }

    function _modelAdmit(uint256 who) private {
        if (_people[who].standing) return;
        if (_people[who].joinedAt != 0) _cameBack[who] = true;
        _people[who].standing = true;
        _people[who].joinedAt = vm.getBlockTimestamp();
        admitByAuthority(_people[who].account, 0);
    }

    /// @dev What the model says now.
    function _assertPresent() private view {
        uint256 sum = 0;
        for (uint256 i = 0; i < 6; ++i) {
            Person memory person = _people[i];
            uint256 votes = _modelVotes(i);
            sum += votes;
            vm.assertEq(membership.getVotes(person.account), votes, "votes");
            address delegate_ = person.lentTo == 0 ? person.account : _people[person.lentTo - 1].account;
            vm.assertEq(membership.delegates(person.account), person.standing ? delegate_ : address(0), "delegate");
        }
        vm.assertEq(sum, _countOfPeople(), "every vote is somebody's, once");
        vm.assertEq(membership.memberCount(), sum, "members");
    }

    /// @dev What the model says of this second, once it has passed.
    function _assertSecond() private {
        _assertPresent();
        uint256 second = vm.getBlockTimestamp();
        skip(1);
        _history.push();
        uint256 sum = 0;
        for (uint256 i = 0; i < 6; ++i) {
            Person memory person = _people[i];
            // Who joined in the second does not count in it yet.
            bool counts = person.standing && person.joinedAt < second;
            uint256 votes = counts ? _modelVotes(i) : 0;
            if (person.standing && !counts) ++sum;
            sum += votes;
            _history[_history.length - 1][i] = votes;
            vm.assertEq(membership.getPastVotes(person.account, second), votes, "past votes");
            _assertBallot(i, second + 1);
        }
        vm.assertEq(membership.getPastTotalSupply(second), sum, "every past vote is somebody's, once");
    }

    /// @dev What happened later has not changed what was.
    function _assertHistory() private view {
        for (uint256 second = 0; second < _history.length; ++second) {
            for (uint256 i = 0; i < 6; ++i) {
                if (_cameBack[i]) continue;
                uint256 votes = membership.getPastVotes(_people[i].account, START + 1 hours + second);
                vm.assertEq(votes, _history[second][i], "votes of a second long past");
            }
        }
    }

    /// @dev On a proposal made in the second that has just begun.
    function _assertBallot(uint256 who, uint256 createdAt) private view {
        Person memory person = _people[who];
        (, uint256 votes, uint256 delegateId) = membership.votingRightOf(person.account, createdAt, createdAt);
        vm.assertEq(votes, person.standing ? 1 + _modelReceived(who) : 0, "votes of a ballot");
        uint256 expected = 0;
        if (person.lentTo != 0) expected = membership.memberOf(_people[person.lentTo - 1].account).memberId;
        vm.assertEq(delegateId, expected, "delegate of a ballot");
    }

    function _modelVotes(uint256 who) private view returns (uint256) {
        uint256 own = _people[who].standing && _people[who].lentTo == 0 ? 1 : 0;
        return own + _modelReceived(who);
    }

    function _modelReceived(uint256 who) private view returns (uint256 count) {
        for (uint256 i = 0; i < 6; ++i) {
            if (_people[i].lentTo == who + 1) ++count;
        }
    }

    function _countOfPeople() private view returns (uint256 count) {
        for (uint256 i = 0; i < 6; ++i) {
            if (_people[i].standing) ++count;
        }
    }

    function _isSettled(uint256 who) private view returns (bool) {
        return _people[who].standing && _people[who].joinedAt < vm.getBlockTimestamp();
    }

    function _lend(address member, address delegatee) private {
        vm.prank(member);
        membership.delegate(delegatee);
    }

    function _sign(
        string memory name,
        address delegatee,
        uint256 nonce,
        uint256 expiry
    ) private returns (uint8, bytes32, bytes32) {
        (, uint256 key) = makeAddrAndKey(name);
        bytes32 domain = keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256("CommunityMembership"),
                keccak256("1"),
                block.chainid,
                address(membership)
            )
        );
        bytes32 structHash = keccak256(abi.encode(DELEGATION_TYPEHASH, delegatee, nonce, expiry));
        return vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }

    function _assertVotes(uint256 ofAda, uint256 ofBen, uint256 ofCleo) private view {
        vm.assertEq(membership.getVotes(ada), ofAda, "Ada's");
        vm.assertEq(membership.getVotes(ben), ofBen, "Ben's");
        vm.assertEq(membership.getVotes(cleo), ofCleo, "Cleo's");
    }

    /// @dev Reads the lengths of both histories of a member where ERC-7201 says that they lie.
    function _assertCheckpoints(uint256 memberId, uint256 lent, uint256 received) private view {
        uint256 namespace = uint256(namespaceOf("commonweal.storage.Delegation"));
        bytes32 ofLent = vm.load(address(membership), keccak256(abi.encode(memberId, namespace)));
        bytes32 ofReceived = vm.load(address(membership), keccak256(abi.encode(memberId, namespace + 1)));
        vm.assertEq(uint256(ofLent), lent, "changes of whom it lends to");
        vm.assertEq(uint256(ofReceived), received, "changes of how many lend to it");
    }
}

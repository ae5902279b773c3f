// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {NoncesUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/NoncesUpgradeable.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {BallotFixture} from "../governance/BallotFixture.sol";

contract DelegationTest is BallotFixture {
    bytes32 private constant DELEGATION_TYPEHASH = 0xe48329057bfd03d55e49b547132e39cffd9c1820ad7b9d4c5307691425d15adf;

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

    // departures

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
        skip(1);
        _assertVotes(1, 1, 1);
        vm.assertEq(membership.delegates(ada), ada);
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
        bytes memory refusal = abi.encodeWithSelector(
            IMembership.ERC5805FutureLookup.selector,
            present,
            uint48(present)
        );
        vm.expectRevert(refusal);
        membership.getPastVotes(ada, present);
        vm.expectRevert(refusal);
        membership.getPastTotalSupply(present);
    }

    // ballotOf

    function test_ballotOf_tellsTheRightOnAProposal() public {
        _lend(ada, ben);
        _lend(cleo, ben);
        skip(1);
        uint256 createdAt = vm.getBlockTimestamp();
        (uint256 memberId, uint256 votes, uint256 delegateId) = membership.ballotOf(ada, createdAt, createdAt);
        vm.assertEq(memberId, 1);
        vm.assertEq(votes, 1);
        vm.assertEq(delegateId, 2);
        (memberId, votes, delegateId) = membership.ballotOf(ben, createdAt, createdAt);
        vm.assertEq(memberId, 2);
        vm.assertEq(votes, 3);
        vm.assertEq(delegateId, 0);
        // Made in the very second in which it was lent: the second before counts.
        (, votes, delegateId) = membership.ballotOf(ada, createdAt - 1, createdAt);
        vm.assertEq(votes, 1);
        vm.assertEq(delegateId, 0);
        (, votes, ) = membership.ballotOf(ben, createdAt - 1, createdAt);
        vm.assertEq(votes, 1);
    }

    function test_ballotsOf_tellsTheSameInOneWordEach() public {
        _lend(ada, ben);
        skip(1);
        uint256 createdAt = vm.getBlockTimestamp();
        skip(1);
        vm.prank(dan);
        membership.leave();
        address[] memory accounts = new address[](5);
        (accounts[0], accounts[1], accounts[2], accounts[3], accounts[4]) = (ada, ben, cleo, dan, stranger);
        uint256[] memory words = membership.ballotsOf(accounts, createdAt, createdAt + 1);
        vm.assertEq(words.length, 5);
        vm.assertEq(words[0], (uint256(2) << 128) | (1 << 64) | 1);
        vm.assertEq(words[1], (2 << 64) | 2);
        vm.assertEq(words[2], (1 << 64) | 3);
        vm.assertEq(words[3], 4, "who had left by the snapshot");
        vm.assertEq(words[4], 0);
        for (uint256 i = 0; i < 5; ++i) {
            (uint256 memberId, uint256 votes, uint256 delegateId) = membership.ballotOf(
                accounts[i],
                createdAt,
                createdAt + 1
            );
            vm.assertEq((delegateId << 128) | (votes << 64) | memberId, words[i]);
        }
        // One second earlier Dan was there still.
        words = membership.ballotsOf(accounts, createdAt, createdAt);
        vm.assertEq(words[3], (1 << 64) | 4);
    }

    function test_ballotsOf_givesNothingToWhoJoinedWithTheProposal() public {
        address[] memory accounts = new address[](1);
        accounts[0] = ada;
        uint256 joinedAt = membership.memberOf(ada).joinedAt;
        vm.assertEq(membership.ballotsOf(accounts, joinedAt, joinedAt + 9)[0], 1);
        vm.assertEq(membership.ballotsOf(accounts, joinedAt + 1, joinedAt + 9)[0], (1 << 64) | 1);
    }

    // delegateBySig

    function test_delegateBySig_lendsInTheSignersName() public {
        uint256 expiry = vm.getBlockTimestamp();
        (uint8 v, bytes32 r, bytes32 s) = _sign("ada", ben, 0, expiry);
        vm.prank(stranger);
        membership.delegateBySig(ben, 0, expiry, v, r, s);
        vm.assertEq(membership.delegates(ada), ben);
        vm.assertEq(membership.nonces(ada), 1);
    }

    function test_delegateBySig_revertsAfterItsExpiry() public {
        uint256 expiry = vm.getBlockTimestamp();
        (uint8 v, bytes32 r, bytes32 s) = _sign("ada", ben, 0, expiry);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(IVotes.VotesExpiredSignature.selector, expiry));
        membership.delegateBySig(ben, 0, expiry, v, r, s);
    }

    function test_attack_delegationReplay() public {
        uint256 expiry = vm.getBlockTimestamp() + 1 days;
        (uint8 v, bytes32 r, bytes32 s) = _sign("ada", ben, 0, expiry);
        membership.delegateBySig(ben, 0, expiry, v, r, s);
        _lend(ada, ada);
        vm.expectRevert(abi.encodeWithSelector(NoncesUpgradeable.InvalidAccountNonce.selector, ada, 1));
        membership.delegateBySig(ben, 0, expiry, v, r, s);
    }

    function test_attack_delegationHighSTwin() public {
        uint256 expiry = vm.getBlockTimestamp() + 1 days;
        (uint8 v, bytes32 r, bytes32 s) = _sign("ada", ben, 0, expiry);
        bytes32 twin = bytes32(CURVE_ORDER - uint256(s));
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, twin));
        membership.delegateBySig(ben, 0, expiry, v == 27 ? 28 : 27, r, twin);
    }

    function test_attack_delegationForAnythingElse() public {
        uint256 expiry = vm.getBlockTimestamp() + 1 days;
        (uint8 v, bytes32 r, bytes32 s) = _sign("ada", ben, 0, expiry);
        // To another it is the signature of somebody else, who is no member.
        vm.expectPartialRevert(IMembership.Membership_NotMember.selector);
        membership.delegateBySig(cleo, 0, expiry, v, r, s);
    }

    /// @dev Whatever members do: every member's vote is somebody's, once.
    function testFuzz_delegate_losesAndMakesNoVote(uint256 seed) public {
        address[5] memory people = [ada, ben, cleo, dan, eve];
        for (uint256 i = 0; i < 24; ++i) {
            address actor = people[(seed >> (10 * i)) % 5];
            address other = people[(seed >> (10 * i + 4)) % 5];
            uint256 what = (seed >> (10 * i + 7)) % 8;
            if (what < 5) {
                vm.prank(actor);
                try membership.delegate(what == 0 ? address(0) : other) {} catch {}
            } else if (what == 5) {
                vm.prank(actor);
                try membership.leave() {} catch {}
            } else if (what == 6) {
                vm.prank(address(timelock));
                try membership.admit(actor, 0) {} catch {}
            } else {
                skip(1);
            }
        }
        uint256 sum = 0;
        for (uint256 i = 0; i < 5; ++i) sum += membership.getVotes(people[i]);
        vm.assertEq(sum, membership.memberCount());
        // Who joined in a second is a member of the past from the next one on.
        skip(2);
        uint256 past = 0;
        for (uint256 i = 0; i < 5; ++i) past += membership.getPastVotes(people[i], vm.getBlockTimestamp() - 1);
        vm.assertEq(past, membership.memberCount());
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
}

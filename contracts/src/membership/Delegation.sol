// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {NoncesUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/NoncesUpgradeable.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {Roll} from "./Roll.sol";

/// @title Delegation
/// @notice What a member may cast: its own vote, unless it lent that to another member, and those lent to it. A part of
/// {Membership}; see {IMembership} for the rules.
///
/// ```
///              delegate(another member)
///  votes itself ───────────────────────> lent ──delegate(yet another)──> lent
///       ^                                 │
///       └── delegate(oneself or zero), the delegate's departure, one's own departure
/// ```
///
/// @dev A member who never delegated, and to whom nobody did, is told by its record alone: the checkpoints below are
/// read and written only for others.
/// @dev A delegation is to one stay of the delegate. What was lent to whoever leaves falls back at that moment, because
/// the delegate's count is set to nothing then; a delegate who comes back starts from nothing.
abstract contract Delegation is Roll, EIP712Upgradeable, NoncesUpgradeable, IERC5805 {
    using Checkpoints for Checkpoints.Trace208;

    /// @custom:storage-location erc7201:commonweal.storage.Delegation
    struct DelegationStorage {
        // Whom a member lent its vote to and since when: `since << 64 | memberId`; zero for nobody.
        mapping(uint256 memberId => Checkpoints.Trace208) lent;
        // How many members lend their vote to a member, below the second in which all of them last fell back:
        // `departedAt << 64 | count`.
        mapping(uint256 memberId => Checkpoints.Trace208) received;
    }

    // keccak256(abi.encode(uint256(keccak256("commonweal.storage.Delegation")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xe64cf6abdc83ef03263ab692da964a7c31331b78ac7b7a6bb4ea95e80e3f7400;

    uint256 private constant MEMBER_ID_MASK = type(uint64).max;

    uint256 private constant MOMENT_MASK = type(uint48).max;

    /// @dev As {IMembership-votingRightsOf} has it.
    uint256 private constant ONE_VOTE = 1 << 64;

    // As OpenZeppelin's Votes has it.
    bytes32 private constant DELEGATION_TYPEHASH = keccak256(
        "Delegation(address delegatee,uint256 nonce,uint256 expiry)"
    );

    /// @notice Lends the caller's vote to `delegatee`, another member; the caller's own address or zero takes it back.
    /// Holds for proposals made in a later second.
    function delegate(address delegatee) external override {
        _delegate(msg.sender, delegatee);
    }

    /// @notice {delegate} in the name of whoever signed `Delegation(address delegatee,uint256 nonce,uint256 expiry)`
    /// (EIP-712), until second `expiry` and with its next nonce.
    function delegateBySig(
        address delegatee,
        uint256 nonce,
        uint256 expiry,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external override {
        if (block.timestamp > expiry) revert VotesExpiredSignature(expiry);
        address signer = ECDSA.recover(
            _hashTypedDataV4(keccak256(abi.encode(DELEGATION_TYPEHASH, delegatee, nonce, expiry))),
            v,
            r,
            s
        );
        _useCheckedNonce(signer, nonce);
        _delegate(signer, delegatee);
    }

    /// @notice Whom `account` lends its vote to now: itself, unless it chose another member; zero for whoever is no
    /// member.
    function delegates(address account) public view override returns (address) {
        Record storage record = _roll().records[account];
        if (!_stands(record)) return address(0);
        uint256 delegateId = _delegateAt(record.memberId, record.flags, clock());
        return delegateId == 0 ? account : _roll().accounts[delegateId];
    }

    /// @notice What `account` could cast on a proposal made in the next second: nothing for whoever is no member.
    function getVotes(address account) public view override returns (uint256) {
        Record storage record = _roll().records[account];
        return _stands(record) ? _votesAt(record, clock()) : 0;
    }

    /// @notice What `account` could cast at the end of second `timepoint`, which has to be past. Whoever joined in that
    /// very second does not count yet.
    function getPastVotes(address account, uint256 timepoint) external view override returns (uint256) {
        uint48 moment = _requirePast(timepoint);
        Record storage record = _roll().records[account];
        return _wasMember(record, moment, moment) ? _votesAt(record, moment) : 0;
    }

    /// @notice How many members there were at the end of second `timepoint`, which has to be past.
    function getPastTotalSupply(uint256 timepoint) external view override returns (uint256) {
        return uint64(_roll().census.upperLookupRecent(_requirePast(timepoint)));
    }

    /// @inheritdoc IMembership
    function wasMember(address account, uint256 timepoint) external view override returns (bool) {
        return _wasMember(_roll().records[account], timepoint, timepoint);
    }

    /// @inheritdoc IMembership
    function votingRightOf(
        address account,
        uint256 createdAt,
        uint256 snapshot
    ) external view override returns (uint256 memberId, uint256 votes, uint256 delegateId) {
        uint256 right = _rightOf(account, createdAt, snapshot);
        return (uint64(right), uint64(right >> 64), right >> 128);
    }

    /// @inheritdoc IMembership
    function votingRightsOf(
        address[] calldata accounts,
        uint256 createdAt,
        uint256 snapshot
    ) external view override returns (uint256[] memory rights) {
        uint256 length = accounts.length;
        rights = new uint256[](length);
        for (uint256 i = 0; i < length; ++i) {
            rights[i] = _rightOf(accounts[i], createdAt, snapshot);
        }
    }

    function _delegate(address account, address delegatee) private {
        Record storage record = _settledRecord(account);
        uint256 memberId = record.memberId;
        uint256 before = _delegateAt(memberId, record.flags, clock());
        uint256 next = 0;
        if (delegatee != address(0) && delegatee != account) {
            Record storage chosen = _settledRecord(delegatee);
            next = chosen.memberId;
            if (chosen.flags & HAS_RECEIVED == 0) chosen.flags |= HAS_RECEIVED;
        }
        if (next == before) return;

        if (record.flags & HAS_DELEGATED == 0) record.flags |= HAS_DELEGATED;
        uint256 own = _votesAt(record, clock());
        _lend(memberId, next);
        emit DelegateChanged(account, before == 0 ? account : accountOf(before), next == 0 ? account : delegatee);
        if (before != 0) _change(before, false);
        if (next != 0) _change(next, true);
        if (before == 0) emit DelegateVotesChanged(account, own, own - 1);
        if (next == 0) emit DelegateVotesChanged(account, own, own + 1);
    }

    /// @dev What was lent by, and to, a member who goes falls back.
    function _endDelegation(Record memory record) internal {
        uint256 delegateId = _delegateAt(record.memberId, record.flags, clock());
        if (delegateId != 0) {
            _lend(record.memberId, 0);
            _change(delegateId, false);
        }
        if (record.flags & HAS_RECEIVED != 0) {
            _delegation().received[record.memberId].push(clock(), uint208(uint256(clock()) << 64));
        }
    }

    function _lend(uint256 memberId, uint256 delegateId) private {
        uint208 value = delegateId == 0 ? 0 : uint208((uint256(clock()) << 64) | delegateId);
        _delegation().lent[memberId].push(clock(), value);
    }

    /// @dev `delegateId` is a member: {_delegateAt} and {_settledRecord} name no other.
    function _change(uint256 delegateId, bool more) private {
        address account = _roll().accounts[delegateId];
        uint256 before = _votesAt(_roll().records[account], clock());
        Checkpoints.Trace208 storage received = _delegation().received[delegateId];
        uint208 count = received.latest();
        received.push(clock(), more ? count + 1 : count - 1);
        emit DelegateVotesChanged(account, before, more ? before + 1 : before - 1);
    }

    /// @dev As {IMembership-votingRightsOf} gives it. The record is read as the one word that it is: a meeting reads hundreds.
    function _rightOf(address account, uint256 createdAt, uint256 snapshot) private view returns (uint256) {
        Record storage record = _roll().records[account];
        uint256 word;
        assembly ("memory-safe") {
            word := sload(record.slot)
        }
        uint256 memberId = word & MEMBER_ID_MASK;
        uint256 leftAt = (word >> LEFT_AT_OFFSET) & MOMENT_MASK;
        if (memberId == 0 || (word >> JOINED_AT_OFFSET) & MOMENT_MASK >= createdAt) return memberId;
        if (leftAt != 0 && leftAt <= snapshot) return memberId;
        if ((word >> FLAGS_OFFSET) & (HAS_DELEGATED | HAS_RECEIVED) == 0) return ONE_VOTE | memberId;
        uint8 flags = uint8(word >> FLAGS_OFFSET);
        // Later than the member joined, so above zero.
        uint48 moment = uint48(createdAt - 1);
        uint256 votes = 1 + _receivedAt(memberId, flags, moment);
        return (_delegateAt(memberId, flags, moment) << 128) | (votes << 64) | memberId;
    }

    /// @dev Joined strictly before `createdAt` and not gone by `snapshot`. Strictly, so that nobody can join and use the
    /// membership within one second, let alone within one transaction.
    function _wasMember(Record storage record, uint256 createdAt, uint256 snapshot) private view returns (bool) {
        return record.memberId != 0 && record.joinedAt < createdAt && (record.leftAt == 0 || record.leftAt > snapshot);
    }

    /// @dev Of a record that was a member's at `moment`.
    function _votesAt(Record storage record, uint48 moment) private view returns (uint256) {
        uint256 memberId = record.memberId;
        uint8 flags = record.flags;
        uint256 own = _delegateAt(memberId, flags, moment) == 0 ? 1 : 0;
        return own + _receivedAt(memberId, flags, moment);
    }

    function _receivedAt(uint256 memberId, uint8 flags, uint48 moment) private view returns (uint256) {
        if (flags & HAS_RECEIVED == 0) return 0;
        return uint64(_delegation().received[memberId].upperLookupRecent(moment));
    }

    /// @dev The member that `memberId` lent its vote to at the end of second `moment`; zero for none.
    function _delegateAt(uint256 memberId, uint8 flags, uint48 moment) private view returns (uint256 delegateId) {
        if (flags & HAS_DELEGATED == 0) return 0;
        uint256 value = _delegation().lent[memberId].upperLookupRecent(moment);
        delegateId = uint64(value);
        if (delegateId == 0) return 0;
        // What was lent to an earlier stay of the delegate fell back when that ended.
        uint256 departedAt = _delegation().received[delegateId].upperLookupRecent(moment) >> 64;
        if (departedAt >= value >> 64) return 0;
    }

    function _requirePast(uint256 timepoint) private view returns (uint48) {
        uint48 current = clock();
        if (timepoint >= current) revert ERC5805FutureLookup(timepoint, current);
        return uint48(timepoint);
    }

    /// @dev The same for every community, so that a wallet can be asked without reading it; `verifyingContract` tells
    /// them apart.
    // solhint-disable-next-line func-name-mixedcase
    function _EIP712Name() internal pure override returns (string memory) {
        return "CommunityMembership";
    }

    // solhint-disable-next-line func-name-mixedcase
    function _EIP712Version() internal pure override returns (string memory) {
        return "1";
    }

    function _delegation() private pure returns (DelegationStorage storage $) {
        assembly {
            $.slot := STORAGE
        }
    }
}

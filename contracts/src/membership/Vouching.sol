// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVouching} from "../interfaces/IVouching.sol";
import {Roll} from "./Roll.sol";

/// @title Vouching
/// @notice See {IVouching}. A part of {Membership}.
abstract contract Vouching is Roll, IVouching {
    /// @dev One slot. By the account that gave it, which is the member's unless its membership has moved: see {_present}.
    struct Vouch {
        address voucher;
        uint48 expiresAt;
        uint48 givenAt;
    }

    /// @custom:storage-location erc7201:commonweal.storage.Vouching
    struct VouchingStorage {
        VouchingSettings settings;
        mapping(address candidate => Vouch[]) vouches;
    }

    // keccak256(abi.encode(uint256(keccak256("commonweal.storage.Vouching")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x0d7eccda9b527208de56cae3e3cbac2eb97cc058adb20d794ec9dcbd58ba2f00;

    /// @dev One voucher alone would let a single member bring in as many accounts as it likes.
    uint256 private constant LEAST_VOUCHES = 2;

    /// @dev Bounds what {join} reads.
    uint256 private constant MOST_VOUCHES = 16;

    uint256 private constant LEAST_PERIOD = 1 days;

    uint256 private constant MOST_PERIOD = 365 days;

    /// @inheritdoc IVouching
    function setVouching(VouchingSettings calldata settings) external override onlyAuthority {
        _setVouching(settings);
    }

    /// @inheritdoc IVouching
    function vouch(address candidate) external override {
        uint64 memberId = _settledRecord(msg.sender).memberId;
        VouchingStorage storage $ = _vouching();
        VouchingSettings memory settings = $.settings;
        if (settings.needed == 0) revert Membership_VouchingClosed();
        _requireCandidate(candidate);

        Vouch[] storage vouches = $.vouches[candidate];
        uint256 length = vouches.length;
        // The own place, else the first that no longer counts, else a new one.
        uint256 place = length;
        uint256 standing = 0;
        for (uint256 i = 0; i < length; ++i) {
            Vouch storage earlier = vouches[i];
            if (_present(earlier.voucher) == msg.sender) {
                place = i;
                standing = 0;
                break;
            }
            if (_counts(earlier)) ++standing;
            else if (place == length) place = i;
        }
        if (standing >= settings.needed) revert Membership_EnoughVouches(candidate);

        Vouch memory given = Vouch(msg.sender, clock() + settings.period, clock());
        if (place == length) vouches.push(given);
        else vouches[place] = given;
        emit Vouched(candidate, memberId, given.expiresAt);
    }

    /// @inheritdoc IVouching
    function withdrawVouch(address candidate) external override {
        Vouch[] storage vouches = _vouching().vouches[candidate];
        uint256 length = vouches.length;
        for (uint256 i = 0; i < length; ++i) {
            if (_present(vouches[i].voucher) != msg.sender) continue;
            vouches[i] = vouches[length - 1];
            vouches.pop();
            emit VouchWithdrawn(candidate, _roll().records[msg.sender].memberId);
            return;
        }
        revert Membership_NoVouch(candidate, msg.sender);
    }

    /// @inheritdoc IVouching
    function join() external override returns (uint256 memberId) {
        VouchingStorage storage $ = _vouching();
        uint256 needed = $.settings.needed;
        if (needed == 0) revert Membership_VouchingClosed();
        _requireCandidate(msg.sender);
        uint256 standing = vouchesFor(msg.sender);
        if (standing < needed) revert Membership_NotVouched(msg.sender, standing, needed);
        return _admit(msg.sender, 0);
    }

    /// @inheritdoc IVouching
    function vouchesFor(address candidate) public view override returns (uint256 standing) {
        Vouch[] storage vouches = _vouching().vouches[candidate];
        uint256 length = vouches.length;
        for (uint256 i = 0; i < length; ++i) {
            if (_counts(vouches[i])) ++standing;
        }
    }

    /// @inheritdoc IVouching
    function vouching() external view override returns (VouchingSettings memory) {
        return _vouching().settings;
    }

    function _setVouching(VouchingSettings calldata settings) internal {
        bool closed = settings.needed == 0 && settings.period == 0;
        if (
            !closed &&
            (settings.needed < LEAST_VOUCHES ||
                settings.needed > MOST_VOUCHES ||
                settings.period < LEAST_PERIOD ||
                settings.period > MOST_PERIOD)
        ) revert Membership_InvalidVouching(settings.needed, settings.period);
        _vouching().settings = settings;
        emit VouchingSet(settings.needed, settings.period);
    }

    /// @inheritdoc Roll
    function _useUpVouches(address account) internal override {
        delete _vouching().vouches[account];
    }

    function _requireCandidate(address candidate) private view {
        _requireAccount(candidate);
        _requireNotFormer(candidate);
        Record storage record = _roll().records[candidate];
        if (_stands(record)) revert Membership_AlreadyMember(candidate);
        if (record.flags & BARRED != 0) revert Membership_Barred(candidate);
    }

    /// @dev Until its last second, and while whoever gave it is a member, without having left in between.
    function _counts(Vouch storage given) private view returns (bool) {
        Record storage record = _roll().records[_present(given.voucher)];
        return given.expiresAt >= clock() && record.leftAt == 0 && record.joinedAt < given.givenAt;
    }

    function _vouching() private pure returns (VouchingStorage storage $) {
        assembly {
            $.slot := STORAGE
        }
    }
}

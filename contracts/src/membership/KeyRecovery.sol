// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IKeyRecovery} from "../interfaces/IKeyRecovery.sol";
import {CloneArgument} from "../types/CloneArgument.sol";
import {Roll} from "./Roll.sol";

/// @title KeyRecovery
/// @notice See {IKeyRecovery}. A part of {Membership}.
abstract contract KeyRecovery is Roll, IKeyRecovery {
    /// @dev Raising `round` forgets every recovery under way.
    struct Guardianship {
        uint64 round;
        uint8 threshold;
        address[] guardians;
    }

    /// @custom:storage-location erc7201:commonweal.storage.KeyRecovery
    struct KeyRecoveryStorage {
        uint32 delay;
        mapping(uint256 memberId => Guardianship) guardianships;
        mapping(uint256 memberId => mapping(uint256 round => mapping(address to => Recovery))) recoveries;
    }

    // keccak256(abi.encode(uint256(keccak256("commonweal.storage.KeyRecovery")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x39fd6d321bba49a6442e48ea6fad4c3ddb2a8fbce722165a1b9fc8a1eacdfd00;

    uint256 private constant MOST_GUARDIANS = 10;

    uint256 private constant MOST_DELAY = 30 days;

    /// @dev How long a recovery stays ready. What nobody finishes must not lie in wait for ever.
    uint256 private constant READY_FOR = 30 days;

    /// @inheritdoc IKeyRecovery
    function setRecoveryDelay(uint32 delay) external override onlyAuthority {
        _setRecoveryDelay(delay);
    }

    /// @inheritdoc IKeyRecovery
    function setGuardians(address[] calldata guardians, uint8 threshold) external override {
        Record storage record = _roll().records[msg.sender];
        if (!_stands(record)) revert Membership_NotMember(msg.sender);
        bool valid =
            guardians.length == 0
                ? threshold == 0
                : threshold != 0 && threshold <= guardians.length && guardians.length <= MOST_GUARDIANS;
        address before = address(0);
        for (uint256 i = 0; valid && i < guardians.length; ++i) {
            address guardian = guardians[i];
            valid = guardian > before && guardian != msg.sender && guardian != address(this);
            before = guardian;
        }
        if (!valid) revert Membership_InvalidGuardians();

        Guardianship storage guardianship = _recovery().guardianships[record.memberId];
        guardianship.round += 1;
        guardianship.threshold = threshold;
        guardianship.guardians = guardians;
        emit GuardiansSet(record.memberId, guardians, threshold);
    }

    /// @inheritdoc IKeyRecovery
    function supportRecovery(uint256 memberId, address to) external override {
        _requireStanding(memberId);
        _requireUnused(to);
        Guardianship storage guardianship = _recovery().guardianships[memberId];
        Recovery storage recovery = _recovery().recoveries[memberId][guardianship.round][to];
        if (_isUnderWay(recovery)) revert Membership_AlreadySupported(memberId, to);

        bool enough = msg.sender == authority();
        if (!enough) {
            // A recovery that has lapsed starts from nothing.
            uint16 supporters = recovery.startedAt == 0 ? recovery.supporters : 0;
            uint16 bit = _bitOf(guardianship, memberId);
            if (supporters & bit != 0) revert Membership_AlreadySupported(memberId, to);
            supporters |= bit;
            recovery.supporters = supporters;
            recovery.startedAt = 0;
            emit RecoverySupported(memberId, to, msg.sender);
            enough = _count(supporters) >= guardianship.threshold;
        }
        if (enough) {
            recovery.startedAt = clock();
            recovery.readyAt = clock() + _recovery().delay;
            emit RecoveryStarted(memberId, to, recovery.readyAt);
        }
    }

    /// @inheritdoc IKeyRecovery
    function cancelRecovery(uint256 memberId) external override {
        address account = _requireStanding(memberId);
        if (msg.sender != account && msg.sender != authority()) revert Membership_NotGuardian(memberId, msg.sender);
        _recovery().guardianships[memberId].round += 1;
        emit RecoveryCancelled(memberId, msg.sender);
    }

    /// @inheritdoc IKeyRecovery
    function finishRecovery(uint256 memberId, address to) external override {
        address from = _requireStanding(memberId);
        _requireUnused(to);
        Guardianship storage guardianship = _recovery().guardianships[memberId];
        Recovery memory recovery = _recovery().recoveries[memberId][guardianship.round][to];
        RollStorage storage $ = _roll();
        Record memory record = $.records[from];
        if (recovery.startedAt == 0) revert Membership_NoRecovery(memberId, to);
        uint256 lapsesAt = recovery.readyAt + READY_FOR;
        if (clock() < recovery.readyAt || clock() > lapsesAt) {
            revert Membership_RecoveryNotDue(memberId, to, recovery.readyAt, lapsesAt);
        }

        guardianship.round += 1;
        _useUpVouches(to);
        $.records[to] = record;
        delete $.records[from];
        $.former[from] = memberId;
        $.accounts[memberId] = to;
        emit IERC721.Transfer(from, to, memberId);
        emit MemberRecovered(memberId, from, to);
    }

    /// @inheritdoc IKeyRecovery
    function guardiansOf(
        uint256 memberId
    ) external view override returns (address[] memory guardians, uint256 threshold) {
        Guardianship storage guardianship = _recovery().guardianships[memberId];
        return (guardianship.guardians, guardianship.threshold);
    }

    /// @inheritdoc IKeyRecovery
    function recoveryOf(uint256 memberId, address to) external view override returns (Recovery memory) {
        return _recovery().recoveries[memberId][_recovery().guardianships[memberId].round][to];
    }

    /// @inheritdoc IKeyRecovery
    function recoveryDelay() external view override returns (uint32) {
        return _recovery().delay;
    }

    /// @inheritdoc IKeyRecovery
    function recoveryDelayFloor() public view override returns (uint32) {
        return uint32(CloneArgument.read(1));
    }

    /// @dev What was begun was for a stay that ends. The times would not tell: all of it may happen within one second.
    function _endGuardianship(Record memory record) internal {
        _recovery().guardianships[record.memberId].round += 1;
    }

    function _setRecoveryDelay(uint32 delay) internal {
        uint256 least = recoveryDelayFloor();
        if (delay < least || delay > MOST_DELAY) revert Membership_RecoveryDelayOutOfBounds(delay, least, MOST_DELAY);
        _recovery().delay = delay;
        emit RecoveryDelaySet(delay);
    }

    /// @dev Its delay runs, or it is ready: nothing can be added to it.
    function _isUnderWay(Recovery storage recovery) private view returns (bool) {
        return recovery.startedAt != 0 && clock() <= recovery.readyAt + READY_FOR;
    }

    function _bitOf(Guardianship storage guardianship, uint256 memberId) private view returns (uint16) {
        uint256 length = guardianship.guardians.length;
        for (uint256 i = 0; i < length; ++i) {
            if (guardianship.guardians[i] == msg.sender) return uint16(1 << i);
        }
        revert Membership_NotGuardian(memberId, msg.sender);
    }

    function _count(uint16 supporters) private pure returns (uint256 count) {
        for (; supporters != 0; supporters &= supporters - 1) ++count;
    }

    function _requireStanding(uint256 memberId) private view returns (address account) {
        account = accountOf(memberId);
        if (account == address(0)) revert Membership_NotMember(_roll().accounts[memberId]);
    }

    function _requireUnused(address to) private view {
        _requireAccount(to);
        _requireNotFormer(to);
        if (_roll().records[to].memberId != 0) revert Membership_AccountUsed(to);
    }

    function _recovery() private pure returns (KeyRecoveryStorage storage $) {
        assembly {
            $.slot := STORAGE
        }
    }
}

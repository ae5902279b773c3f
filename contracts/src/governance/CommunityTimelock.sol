// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {ICommunityTimelock} from "../interfaces/ICommunityTimelock.sol";
import {CloneArgument} from "../types/CloneArgument.sol";
import {Treasury} from "./Treasury.sol";

/// @title CommunityTimelock
/// @notice A community's authority and treasury: what its Governor decided waits here, then happens from here. It
/// holds native currency and any token. Cloned (ERC-1167) once for each community; the clone's argument is the
/// least delay, in seconds.
///
/// | role | held by | may |
/// |---|---|---|
/// | admin | this contract, nobody else ever | give and take the roles below (so: by vote, and a super-majority of it) |
/// | proposer | the Governor | schedule what was voted |
/// | canceller | the Governor, the council of elders | cancel it while it waits |
/// | executor | the Governor | carry it out when the delay is over (anyone may ask the Governor to) |
///
/// ```
///  operation: (pinned when proposed) ──schedule──> waiting ──delay──> ready ──execute──> done
///                                                     └────cancel───────┴──> forgotten
/// ```
///
/// @dev The executor is not left open to everyone, as OpenZeppelin allows: a proposal carried out behind the
/// Governor's back leaves no ProposalExecuted event, and its calls to the Governor would fail.
contract CommunityTimelock is TimelockControllerUpgradeable, Treasury {
    using TransientSlot for *;

    /// @custom:storage-location erc7201:commonweal.storage.CommunityTimelock
    struct CommunityTimelockStorage {
        mapping(bytes32 role => uint256 count) holders;
        mapping(bytes32 operationId => bytes32) pins;
    }

    // keccak256(abi.encode(uint256(keccak256("commonweal.storage.CommunityTimelock")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x353163582ff1814f2c7ba021e2f5438861dd3b5d0a5fd2288070656c91efee00;

    // Transient: what was announced for the operation carried out next, and what holds for the one carried out now.
    bytes32 private constant ANNOUNCED = keccak256("commonweal.transient.CommunityTimelock.announced");

    bytes32 private constant RUNNING = keccak256("commonweal.transient.CommunityTimelock.running");

    /// @notice The longest delay any vote can set, seconds.
    uint256 public constant MAX_DELAY = 30 days;

    constructor() {
        _disableInitializers();
    }

    /// @notice Hands the timelock to its Governor. Once a clone, in the transaction that made it.
    /// @param delay Seconds between queueing and execution.
    /// @param council May cancel too; zero for none.
    function initialize(
        uint256 delay,
        address governor,
        address council,
        TreasuryCap calldata cap
    ) external initializer {
        _requireWithin(delay);
        address[] memory governors = new address[](1);
        governors[0] = governor;
        __TimelockController_init(delay, governors, governors, address(0));
        if (council != address(0)) _grantRole(CANCELLER_ROLE, council);
        _setTreasuryCap(cap);
    }

    /// @dev OpenZeppelin's way in knows no floor and would let a foreign admin in. It stays shut.
    function initialize(uint256, address[] memory, address[] memory, address) public pure override {
        revert InvalidInitialization();
    }

    /// @inheritdoc ICommunityTimelock
    function pinTargets(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata payloads,
        bytes32 predecessor,
        bytes32 salt
    ) external override onlyRole(PROPOSER_ROLE) returns (bytes32 operationId) {
        operationId = hashOperationBatch(targets, values, payloads, predecessor, salt);
        _pin(operationId, targets, payloads);
    }

    /// @inheritdoc ICommunityTimelock
    function announceSuperMajority() external override onlyRole(EXECUTOR_ROLE) {
        ANNOUNCED.asBoolean().tstore(true);
    }

    /// @notice As OpenZeppelin's; refused where a target's code changed since the operation was pinned.
    function scheduleBatch(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata payloads,
        bytes32 predecessor,
        bytes32 salt,
        uint256 delay
    ) public override {
        super.scheduleBatch(targets, values, payloads, predecessor, salt, delay);
        _pin(hashOperationBatch(targets, values, payloads, predecessor, salt), targets, payloads);
    }

    /// @notice As OpenZeppelin's; refused where a target's code changed since the operation was pinned, or more would
    /// leave the treasury than an ordinary majority may spend.
    function executeBatch(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata payloads,
        bytes32 predecessor,
        bytes32 salt
    ) public payable override {
        bytes32 id = hashOperationBatch(targets, values, payloads, predecessor, salt);
        // Before anything is read of it. OpenZeppelin asks again before and after the calls.
        if (!isOperationReady(id)) {
            revert TimelockUnexpectedOperationState(id, bytes32(1 << uint8(OperationState.Ready)));
        }
        _pin(id, targets, payloads);

        // An operation may lead to another one being carried out; what was announced for one is not said of the other.
        bool outer = bySuperMajority();
        bool announced = ANNOUNCED.asBoolean().tload();
        ANNOUNCED.asBoolean().tstore(false);
        RUNNING.asBoolean().tstore(announced);
        if (!announced) _requireKept(payloads);
        if (announced || treasuryCap().capBps == NO_CAP) {
            super.executeBatch(targets, values, payloads, predecessor, salt);
        } else {
            Reading[] memory readings = _readBefore(targets, payloads);
            super.executeBatch(targets, values, payloads, predecessor, salt);
            _settle(readings);
        }
        RUNNING.asBoolean().tstore(outer);
    }

    /// @notice Always reverts: a batch of one does the same, and one way in is one way to watch.
    function schedule(address, uint256, bytes calldata, bytes32, bytes32, uint256) public pure override {
        revert CommunityTimelock_BatchOnly();
    }

    /// @notice Always reverts: what cannot be scheduled cannot be carried out.
    function execute(address, uint256, bytes calldata, bytes32, bytes32) public payable override {
        revert CommunityTimelock_BatchOnly();
    }

    /// @inheritdoc ICommunityTimelock
    function setTreasuryCap(TreasuryCap calldata cap) external override {
        if (msg.sender != address(this)) revert TimelockUnauthorizedCaller(msg.sender);
        TreasuryCap memory before = treasuryCap();
        bool looser = cap.capBps > before.capBps || cap.period < before.period;
        if (before.capBps != NO_CAP && looser) _requireSuperMajority();
        _setTreasuryCap(cap);
    }

    /// @notice Changes the delay of what is queued from now on, seconds. Only by a vote of the community.
    function updateDelay(uint256 newDelay) public override {
        _requireWithin(newDelay);
        super.updateDelay(newDelay);
    }

    /// @notice As OpenZeppelin's, so only this contract itself; and only by a super-majority.
    function grantRole(bytes32 role, address account) public override onlyRole(getRoleAdmin(role)) {
        _requireSuperMajority();
        _grantRole(role, account);
    }

    /// @notice As OpenZeppelin's, so only this contract itself; and only by a super-majority.
    function revokeRole(bytes32 role, address account) public override onlyRole(getRoleAdmin(role)) {
        _requireSuperMajority();
        _revokeRole(role, account);
    }

    /// @inheritdoc ICommunityTimelock
    function bySuperMajority() public view override returns (bool) {
        return RUNNING.asBoolean().tload();
    }

    /// @inheritdoc ICommunityTimelock
    function isOperatedBy(address governor) external view override returns (bool) {
        return
            hasRole(PROPOSER_ROLE, governor) && hasRole(CANCELLER_ROLE, governor) && hasRole(EXECUTOR_ROLE, governor);
    }

    /// @inheritdoc ICommunityTimelock
    function pinOf(bytes32 operationId) external view override returns (bytes32) {
        return _storage().pins[operationId];
    }

    /// @inheritdoc ICommunityTimelock
    function minDelayFloor() public view override returns (uint256) {
        return CloneArgument.read();
    }

    /// @inheritdoc TimelockControllerUpgradeable
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(ICommunityTimelock).interfaceId || super.supportsInterface(interfaceId);
    }

    function _grantRole(bytes32 role, address account) internal override returns (bool granted) {
        if (role == DEFAULT_ADMIN_ROLE && account != address(this)) revert CommunityTimelock_ForeignAdmin(account);
        granted = super._grantRole(role, account);
        if (granted) ++_storage().holders[role];
    }

    function _revokeRole(bytes32 role, address account) internal override returns (bool revoked) {
        revoked = super._revokeRole(role, account);
        if (revoked && --_storage().holders[role] == 0) revert CommunityTimelock_LastHolder(role);
    }

    /// @dev Records the code of the targets where that was not done before; else holds them to it.
    function _pin(bytes32 id, address[] calldata targets, bytes[] calldata payloads) private {
        uint256 length = targets.length;
        bytes32[] memory hashes = new bytes32[](length);
        uint256 count = 0;
        for (uint256 i = 0; i < length; ++i) {
            if (payloads[i].length == 0) continue;
            if (targets[i].code.length == 0) revert CommunityTimelock_NoCode(targets[i]);
            hashes[count++] = targets[i].codehash;
        }
        assembly ("memory-safe") {
            mstore(hashes, count)
        }
        bytes32 found = keccak256(abi.encodePacked(hashes));
        bytes32 pinned = _storage().pins[id];
        if (pinned == 0) {
            _storage().pins[id] = found;
            emit TargetsPinned(id, found);
        } else if (pinned != found) {
            revert CommunityTimelock_CodeChanged(id, pinned, found);
        }
    }

    function _requireSuperMajority() private view {
        if (!bySuperMajority()) revert CommunityTimelock_SuperMajorityNeeded();
    }

    /// @dev To hand the community over is as much as to give away every role there is here.
    function _requireKept(bytes[] calldata payloads) private pure {
        for (uint256 i = 0; i < payloads.length; ++i) {
            if (payloads[i].length < 4 || bytes4(payloads[i]) != ICommunityRegistry.offerAuthority.selector) continue;
            revert CommunityTimelock_SuperMajorityNeeded();
        }
    }

    function _requireWithin(uint256 delay) private view {
        uint256 least = minDelayFloor();
        if (delay < least || delay > MAX_DELAY) revert CommunityTimelock_DelayOutOfBounds(delay, least, MAX_DELAY);
    }

    function _storage() private pure returns (CommunityTimelockStorage storage $) {
        assembly {
            $.slot := STORAGE
        }
    }
}

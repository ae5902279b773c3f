// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {CloneArgument} from "../types/CloneArgument.sol";

/// @title CommunityTimelock
/// @notice A community's authority and treasury: what its Governor decided waits here, then happens from here. It
/// holds native currency and any token. Cloned (ERC-1167) once for each community; the clone's argument is the
/// least delay, in seconds.
///
/// | role | held by | may |
/// |---|---|---|
/// | admin | this contract, nobody else ever | give and take the roles below (so: by vote) |
/// | proposer, canceller | the Governor | schedule what was voted, cancel it |
/// | executor | the Governor | carry it out when the delay is over (anyone may ask the Governor to) |
///
/// @dev The executor is not left open to everyone, as OpenZeppelin allows: a proposal carried out behind the
/// Governor's back leaves no ProposalExecuted event, and its calls to the Governor would fail.
contract CommunityTimelock is TimelockControllerUpgradeable {
    /// @custom:storage-location erc7201:commonweal.storage.CommunityTimelock
    struct CommunityTimelockStorage {
        mapping(bytes32 role => uint256 count) holders;
    }

    // keccak256(abi.encode(uint256(keccak256("commonweal.storage.CommunityTimelock")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x353163582ff1814f2c7ba021e2f5438861dd3b5d0a5fd2288070656c91efee00;

    /// @notice The longest delay any vote can set, seconds.
    uint256 public constant MAX_DELAY = 30 days;

    /// @notice The delay lies outside what any vote may set.
    error CommunityTimelock_DelayOutOfBounds(uint256 delay, uint256 least, uint256 most);
    /// @notice Only the timelock administers itself.
    error CommunityTimelock_ForeignAdmin(address account);
    /// @notice Without anyone in this role nothing the community decides could happen any more.
    error CommunityTimelock_LastHolder(bytes32 role);

    constructor() {
        _disableInitializers();
    }

    /// @notice Hands the timelock to its Governor. Once a clone, in the transaction that made it.
    /// @param delay Seconds between queueing and execution.
    function initialize(uint256 delay, address governor) external initializer {
        _requireWithin(delay);
        address[] memory governors = new address[](1);
        governors[0] = governor;
        __TimelockController_init(delay, governors, governors, address(0));
    }

    /// @dev OpenZeppelin's way in knows no floor and would let a foreign admin in. It stays shut.
    function initialize(uint256, address[] memory, address[] memory, address) public pure override {
        revert InvalidInitialization();
    }

    /// @notice Changes the delay of what is queued from now on, seconds. Only by a vote of the community.
    function updateDelay(uint256 newDelay) public override {
        _requireWithin(newDelay);
        super.updateDelay(newDelay);
    }

    /// @notice The least delay any vote can set, seconds.
    function minDelayFloor() public view returns (uint256) {
        return CloneArgument.read();
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

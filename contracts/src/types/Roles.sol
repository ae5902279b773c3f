// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Bits of a member's `roles`. A member may hold any combination of them.
library Roles {
    /// @dev Consents to versions, may suspend one at once, may veto (ElderCouncil).
    uint8 internal constant ELDER = 1 << 0;
    /// @dev May suspend a version at once, reviews applications, may close a season early.
    uint8 internal constant STEWARD = 1 << 1;
    /// @dev Looks after the treasury's book-keeping; holds no spending power of its own.
    uint8 internal constant TREASURER = 1 << 2;
    /// @dev Every bit that has a meaning; any other bit is refused.
    uint8 internal constant ALL = ELDER | STEWARD | TREASURER;
}

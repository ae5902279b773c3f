// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Bits of what a community lets another do (`Federation`).
library Scopes {
    /// @dev Adopt its versions by its own vote, and count as "communities with a grant" in its policies.
    uint8 internal constant ADOPT = 1 << 0;
    /// @dev Submit versions that descend from its own.
    uint8 internal constant DERIVE = 1 << 1;
    /// @dev Count its evaluations as recognised.
    uint8 internal constant RECOGNISE_EVALUATIONS = 1 << 2;
    /// @dev Have its workers answer.
    uint8 internal constant SHARE_COMPUTE = 1 << 3;
    /// @dev Every bit that has a meaning; any other bit is refused.
    uint8 internal constant ALL = ADOPT | DERIVE | RECOGNISE_EVALUATIONS | SHARE_COMPUTE;
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IERC5192
/// @notice Minimal soulbound tokens, https://eips.ethereum.org/EIPS/eip-5192. Interface id 0xb45a3c0e.
interface IERC5192 {
    /// @notice The token is locked.
    event Locked(uint256 tokenId);
    /// @notice The token is unlocked. Never emitted here: a membership stays locked for ever.
    event Unlocked(uint256 tokenId);

    /// @notice Whether the token is locked. Reverts where there is no such token.
    function locked(uint256 tokenId) external view returns (bool);
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title CloneArgument
/// @notice The words that the factory writes behind a clone's code (OpenZeppelin's `Clones`, with immutable
/// arguments). They are there from the first moment, cannot change, and cost less to read than storage.
library CloneArgument {
    /// @dev Length of an ERC-1167 proxy's code, behind which the word stands.
    uint256 private constant PROXY_LENGTH = 0x2d;

    /// @dev The first word. Warning: only means something where `address(this)` is a clone made with arguments. An
    /// implementation that is called directly reads a piece of its own code.
    function read() internal view returns (uint256 word) {
        return read(0);
    }

    /// @dev The word at `index`, from 0; zero behind the last.
    function read(uint256 index) internal view returns (uint256 word) {
        assembly ("memory-safe") {
            extcodecopy(address(), 0, add(PROXY_LENGTH, shl(5, index)), 0x20)
            word := mload(0)
        }
    }
}

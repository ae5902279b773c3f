// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IWrappedNative
/// @notice The chain's own money as a token, as WETH9 has it.
interface IWrappedNative {
    /// @notice Gives the caller as many tokens as it sends.
    function deposit() external payable;
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Takes any call and keeps one word that all calls so far, and their order, have gone into.
contract RecorderDouble {
    bytes32 public record;

    fallback() external payable {
        record = keccak256(abi.encode(record, msg.sender, msg.value, msg.data));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @notice A member that is a contract: it agrees to the one digest it was told to agree to.
contract SignerDouble is IERC1271 {
    bytes32 public agreed;

    function agree(bytes32 digest) external {
        agreed = digest;
    }

    function isValidSignature(bytes32 digest, bytes calldata) external view override returns (bytes4) {
        return digest == agreed ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

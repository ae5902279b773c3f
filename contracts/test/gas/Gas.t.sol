// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {GovernanceGas} from "./GovernanceGas.sol";
import {RegistryGas} from "./RegistryGas.sol";

/// @dev One contract, because the compiler optimizes everything that a test deploys once more for each test contract.
contract GasTest is RegistryGas, GovernanceGas {
    function setUp() public override(RegistryGas, GovernanceGas) {
        super.setUp();
    }
}

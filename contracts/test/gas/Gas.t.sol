// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityFixture} from "../governance/CommunityFixture.sol";
import {FundingGas} from "./FundingGas.sol";
import {GovernanceGas} from "./GovernanceGas.sol";
import {MembershipGas} from "./MembershipGas.sol";
import {RegistryGas} from "./RegistryGas.sol";

/// @dev One contract, because the compiler optimizes everything that a test deploys once more for each test contract.
contract GasTest is RegistryGas, FundingGas, MembershipGas, GovernanceGas {
    function setUp() public override(CommunityFixture, RegistryGas, FundingGas) {
        super.setUp();
    }
}

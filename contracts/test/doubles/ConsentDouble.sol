// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityId} from "../../src/types/Ids.sol";

/// @notice A council of as many consenting elders as a test says.
contract ConsentDouble {
    CommunityId public communityId;

    mapping(bytes32 subject => uint256) public consentsTo;

    function setCommunityId(CommunityId id) external {
        communityId = id;
    }

    function setConsents(bytes32 subject, uint256 elders) external {
        consentsTo[subject] = elders;
    }
}

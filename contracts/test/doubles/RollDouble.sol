// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityId} from "../../src/types/Ids.sol";

/// @notice A part of a community that says whatever a test wants it to say.
contract RollDouble {
    CommunityId public communityId;

    mapping(address account => uint8) public roles;

    function setCommunityId(CommunityId id) external {
        communityId = id;
    }

    function setRoles(address account, uint8 bits) external {
        roles[account] = bits;
    }

    function hasAnyRole(address account, uint8 bits) external view returns (bool) {
        return roles[account] & bits != 0;
    }
}

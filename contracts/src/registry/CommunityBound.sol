// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {CommunityId} from "../types/Ids.sol";

/// @title CommunityBound
/// @notice A singleton that serves communities: who speaks for one, and who holds a role in it.
abstract contract CommunityBound {
    /// @notice The registry that says who speaks for a community.
    ICommunityRegistry public immutable communityRegistry;

    /// @notice The address given at deployment holds no code.
    error CommunityBound_InvalidRegistry(address registry);

    constructor(ICommunityRegistry communityRegistry_) {
        if (address(communityRegistry_).code.length == 0) {
            revert CommunityBound_InvalidRegistry(address(communityRegistry_));
        }
        communityRegistry = communityRegistry_;
    }

    /// @dev The authority, or a member who holds any of `roles`. The roll is the community's own contract: what it answers
    /// is believed for that community alone.
    function _mayAct(CommunityId communityId, address account, uint8 roles) internal view returns (bool) {
        if (account == communityRegistry.authorityOf(communityId)) return true;
        address membership = communityRegistry.membershipOf(communityId);
        return membership != address(0) && IMembership(membership).hasAnyRole(account, roles);
    }
}

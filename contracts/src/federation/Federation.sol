// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {IFederation} from "../interfaces/IFederation.sol";
import {CommunityBound} from "../registry/CommunityBound.sol";
import {CommunityId} from "../types/Ids.sol";
import {Scopes} from "../types/Scopes.sol";

/// @title Federation
/// @notice See {IFederation}. A singleton without an owner.
contract Federation is IFederation, CommunityBound {
    mapping(CommunityId from => mapping(CommunityId to => Grant)) private _grants;

    constructor(ICommunityRegistry communityRegistry_) CommunityBound(communityRegistry_) {}

    /// @inheritdoc IFederation
    function setGrant(CommunityId from, CommunityId to, Grant calldata grant) external override {
        if (msg.sender != communityRegistry.authorityOf(from)) revert Federation_NotAuthority(from, msg.sender);
        if (communityRegistry.authorityOf(to) == address(0)) revert Federation_UnknownCommunity(to);
        if (from == to) revert Federation_SameCommunity(from);
        if (grant.scopes & ~Scopes.ALL != 0) revert Federation_UnknownScope(grant.scopes);
        if (grant.expiresAt != 0 && grant.expiresAt <= block.timestamp) revert Federation_Expired(grant.expiresAt);

        _grants[from][to] = grant;
        emit GrantSet(from, to, grant.scopes, grant.expiresAt, grant.keepsOnRevocation);
    }

    /// @inheritdoc IFederation
    function grantOf(CommunityId from, CommunityId to) external view override returns (Grant memory) {
        return _grants[from][to];
    }

    /// @inheritdoc IFederation
    function isGranted(CommunityId from, CommunityId to, uint8 scopes) external view override returns (bool) {
        Grant storage grant = _grants[from][to];
        return
            scopes != 0 &&
            grant.scopes & scopes == scopes &&
            (grant.expiresAt == 0 || block.timestamp < grant.expiresAt);
    }
}

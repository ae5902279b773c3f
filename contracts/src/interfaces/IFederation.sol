// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityId} from "../types/Ids.sol";

/// @title IFederation
/// @notice What communities share with each other, by choice: directed, scoped, expiring and revocable grants. Nothing
/// here lets one community act for another.
///
/// ```
///  (none) ──authority of the giver: setGrant──> stands ──expiry | setGrant with no scope──> (none)
/// ```
interface IFederation {
    /// @notice What a community lets another do with what is its own.
    /// @param scopes Bits of `types/Scopes.sol`; zero: nothing.
    /// @param expiresAt First Unix second in which it no longer stands; zero for never.
    /// @param keepsOnRevocation What was adopted under it stays when the giver revokes it, or the grant ends.
    struct Grant {
        uint8 scopes;
        uint48 expiresAt;
        bool keepsOnRevocation;
    }

    /// @notice From now on `from` lets `to` do exactly this. Replaces what it allowed before.
    event GrantSet(
        CommunityId indexed from,
        CommunityId indexed to,
        uint8 scopes,
        uint48 expiresAt,
        bool keepsOnRevocation
    );

    /// @notice The caller is not the community's authority.
    error Federation_NotAuthority(CommunityId communityId, address caller);
    /// @notice No community has this id.
    error Federation_UnknownCommunity(CommunityId communityId);
    /// @notice A community needs no grant of its own.
    error Federation_SameCommunity(CommunityId communityId);
    /// @notice A scope bit without a meaning.
    error Federation_UnknownScope(uint8 scopes);
    /// @notice The grant would be over before it stands.
    error Federation_Expired(uint48 expiresAt);

    /// @notice Replaces what `from` lets `to` do; no scope takes it all back, at once. Only the authority of `from`.
    function setGrant(CommunityId from, CommunityId to, Grant calldata grant) external;

    /// @notice What is on record, expired or not.
    function grantOf(CommunityId from, CommunityId to) external view returns (Grant memory);

    /// @notice Whether `from` lets `to` do all of `scopes` now.
    function isGranted(CommunityId from, CommunityId to, uint8 scopes) external view returns (bool);
}

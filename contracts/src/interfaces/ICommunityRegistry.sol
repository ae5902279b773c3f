// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityId} from "../types/Ids.sol";

/// @title ICommunityRegistry
/// @notice The truth about which address speaks for a community. It has no owner and no way in but a community's
/// own authority, so a community can move to a new Governor or Timelock and keep its id, members and history.
interface ICommunityRegistry {
    /// @notice What is known of a community.
    /// @param authority The only address that may write in the community's name (its timelock).
    /// @param membership Its roll of members. Never changes.
    /// @param governor The Governor that pages and indexers should read; zero for none. Informative: it holds no
    /// power here.
    /// @param foundedAt Unix time of founding, seconds. Zero means that the community does not exist.
    /// @param council Its elders, where other contracts ask for their consent; zero for none.
    /// @param charterDigest sha256 of the charter's text.
    struct Community {
        address authority;
        uint48 foundedAt;
        address membership;
        address governor;
        address council;
        bytes32 charterDigest;
    }

    /// @notice What a community is made of when it is registered; see {Community}.
    struct Parts {
        address authority;
        address membership;
        address governor;
        address council;
    }

    /// @notice A community exists. Two of these events never carry the same `communityId`.
    event CommunityFounded(
        CommunityId indexed communityId,
        address indexed authority,
        address indexed membership,
        address governor,
        string name,
        bytes32 charterDigest,
        string charterURI
    );
    /// @notice The present authority offered the community to `to`; nothing has changed hands yet. Each offer
    /// replaces the one before; zero takes it back.
    event AuthorityOffered(CommunityId indexed communityId, address indexed from, address indexed to);
    /// @notice `to` accepted. From this event on only `to` writes in the community's name.
    event AuthorityChanged(CommunityId indexed communityId, address indexed from, address indexed to);
    /// @notice Readers should look at `governor` from now on.
    event GovernorChanged(CommunityId indexed communityId, address indexed governor);
    /// @notice The community's elders act through `council` from now on; zero for none.
    event CouncilChanged(CommunityId indexed communityId, address indexed council);
    /// @notice The community put a new charter in force.
    event CharterChanged(CommunityId indexed communityId, bytes32 charterDigest, string charterURI);

    /// @notice The id is taken.
    error CommunityRegistry_AlreadyFounded(CommunityId communityId);
    /// @notice No community has this id.
    error CommunityRegistry_UnknownCommunity(CommunityId communityId);
    /// @notice The caller is not the community's authority.
    error CommunityRegistry_NotAuthority(CommunityId communityId, address caller);
    /// @notice The caller was not offered the community.
    error CommunityRegistry_NotOffered(CommunityId communityId, address caller);
    /// @notice An address that has to hold code, or be set, does not.
    error CommunityRegistry_InvalidAddress(address account);
    /// @notice The part does not say of itself, by `communityId()`, that it belongs to this community.
    error CommunityRegistry_ForeignPart(CommunityId communityId, address part);

    /// @notice Records a new community. Anyone may call it (the factory is one way among others); the id binds the
    /// caller, so nobody can take an id that another caller computed.
    /// @dev Warning: a name is not unique and proves nothing; the id does.
    /// @param salt Chosen by the caller.
    /// @param parts The authority is not zero. The roll is for good, holds code and answers `communityId()` with the new
    /// id. Governor and council as {setGovernor} and {setCouncil} take them.
    /// @param name For people; any text.
    /// @param charterDigest sha256 of the charter's text; zero for none.
    /// @param charterURI Where the text is found.
    /// @return communityId See {communityIdFor}.
    function register(
        bytes32 salt,
        Parts calldata parts,
        string calldata name,
        bytes32 charterDigest,
        string calldata charterURI
    ) external returns (CommunityId communityId);

    /// @notice Offers the community to a new authority, or to nobody (zero) to take an offer back. Only the present
    /// authority.
    function offerAuthority(CommunityId communityId, address to) external;

    /// @notice Takes over a community that was offered to the caller.
    function acceptAuthority(CommunityId communityId) external;

    /// @notice Points readers to a new Governor: one that holds code and answers `communityId()` with this id, or zero
    /// for none. Only the authority.
    function setGovernor(CommunityId communityId, address governor) external;

    /// @notice Lets the elders act through a new council: one that holds code and answers `communityId()` with this id, or
    /// zero for none. Only the authority.
    /// @dev Its veto is a role in the timelock, and is given there.
    function setCouncil(CommunityId communityId, address council) external;

    /// @notice Puts a new charter in force. Only the authority.
    function setCharter(CommunityId communityId, bytes32 charterDigest, string calldata charterURI) external;

    /// @notice `keccak256(abi.encode(chainid, this registry, registrar, salt))`.
    function communityIdFor(address registrar, bytes32 salt) external view returns (CommunityId);

    /// @notice The record; reverts with {CommunityRegistry_UnknownCommunity} where there is none.
    function communityOf(CommunityId communityId) external view returns (Community memory);

    /// @notice The only address that writes in the community's name; zero where there is no such community.
    function authorityOf(CommunityId communityId) external view returns (address);

    /// @notice The address that the community is offered to; zero for none.
    function offeredAuthorityOf(CommunityId communityId) external view returns (address);

    /// @notice The community's roll of members; zero where there is no such community.
    function membershipOf(CommunityId communityId) external view returns (address);

    /// @notice The council that other contracts ask for the elders' consent; zero for none.
    function councilOf(CommunityId communityId) external view returns (address);
}

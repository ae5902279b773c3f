// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {CommunityId} from "../types/Ids.sol";

/// @title CommunityRegistry
/// @notice See {ICommunityRegistry}.
///
/// How a community changes hands (the role on the arrow makes the step):
///
///   (none) ──anyone: register──> Held by A ──A: offerAuthority(B)──> Offered to B ──B: acceptAuthority──> Held by B
///                                   ^                                    │ │
///                                   └──────A: offerAuthority(zero)───────┘ └─A: offerAuthority(C)─> Offered to C
///
/// Until B accepts, A keeps every power. There is no way back for A after that, and no way for anyone else at all.
contract CommunityRegistry is ICommunityRegistry {
    mapping(CommunityId communityId => Community) private _communities;

    mapping(CommunityId communityId => address) private _offers;

    modifier onlyAuthority(CommunityId communityId) {
        address authority = _community(communityId).authority;
        if (msg.sender != authority) revert CommunityRegistry_NotAuthority(communityId, msg.sender);
        _;
    }

    /// @inheritdoc ICommunityRegistry
    function register(
        bytes32 salt,
        Parts calldata parts,
        string calldata name,
        bytes32 charterDigest,
        string calldata charterURI
    ) external returns (CommunityId communityId) {
        communityId = communityIdFor(msg.sender, salt);
        if (_communities[communityId].foundedAt != 0) revert CommunityRegistry_AlreadyFounded(communityId);
        if (parts.authority == address(0)) revert CommunityRegistry_InvalidAddress(parts.authority);
        _requirePart(communityId, parts.membership);
        _requirePartOrNone(communityId, parts.governor);
        _requirePartOrNone(communityId, parts.council);

        _communities[communityId] = Community({
            authority: parts.authority,
            foundedAt: uint48(block.timestamp),
            membership: parts.membership,
            governor: parts.governor,
            council: parts.council,
            charterDigest: charterDigest
        });
        emit CommunityFounded(
            communityId,
            parts.authority,
            parts.membership,
            parts.governor,
            name,
            charterDigest,
            charterURI
        );
        emit CouncilChanged(communityId, parts.council);
    }

    /// @inheritdoc ICommunityRegistry
    function offerAuthority(CommunityId communityId, address to) external onlyAuthority(communityId) {
        _offers[communityId] = to;
        emit AuthorityOffered(communityId, msg.sender, to);
    }

    /// @inheritdoc ICommunityRegistry
    function acceptAuthority(CommunityId communityId) external {
        Community storage community = _community(communityId);
        if (msg.sender != _offers[communityId]) revert CommunityRegistry_NotOffered(communityId, msg.sender);

        delete _offers[communityId];
        address from = community.authority;
        community.authority = msg.sender;
        emit AuthorityChanged(communityId, from, msg.sender);
    }

    /// @inheritdoc ICommunityRegistry
    function setGovernor(CommunityId communityId, address governor) external onlyAuthority(communityId) {
        _requirePartOrNone(communityId, governor);
        _communities[communityId].governor = governor;
        emit GovernorChanged(communityId, governor);
    }

    /// @inheritdoc ICommunityRegistry
    function setCouncil(CommunityId communityId, address council) external onlyAuthority(communityId) {
        _requirePartOrNone(communityId, council);
        _communities[communityId].council = council;
        emit CouncilChanged(communityId, council);
    }

    /// @inheritdoc ICommunityRegistry
    function setCharter(
        CommunityId communityId,
        bytes32 charterDigest,
        string calldata charterURI
    ) external onlyAuthority(communityId) {
        _communities[communityId].charterDigest = charterDigest;
        emit CharterChanged(communityId, charterDigest, charterURI);
    }

    /// @inheritdoc ICommunityRegistry
    function communityOf(CommunityId communityId) external view returns (Community memory) {
        return _community(communityId);
    }

    /// @inheritdoc ICommunityRegistry
    function authorityOf(CommunityId communityId) external view returns (address) {
        return _communities[communityId].authority;
    }

    /// @inheritdoc ICommunityRegistry
    function offeredAuthorityOf(CommunityId communityId) external view returns (address) {
        return _offers[communityId];
    }

    /// @inheritdoc ICommunityRegistry
    function membershipOf(CommunityId communityId) external view returns (address) {
        return _communities[communityId].membership;
    }

    /// @inheritdoc ICommunityRegistry
    function councilOf(CommunityId communityId) external view returns (address) {
        return _communities[communityId].council;
    }

    /// @inheritdoc ICommunityRegistry
    function communityIdFor(address registrar, bytes32 salt) public view returns (CommunityId) {
        return CommunityId.wrap(keccak256(abi.encode(block.chainid, address(this), registrar, salt)));
    }

    function _community(CommunityId communityId) private view returns (Community storage community) {
        community = _communities[communityId];
        if (community.foundedAt == 0) revert CommunityRegistry_UnknownCommunity(communityId);
    }

    function _requirePartOrNone(CommunityId communityId, address part) private view {
        if (part != address(0)) _requirePart(communityId, part);
    }

    /// @dev A part that answers for another community would let readers show that community's members, votes and consents
    /// as this one's. All kinds of part answer the same `communityId()`.
    function _requirePart(CommunityId communityId, address part) private view {
        if (part.code.length == 0) revert CommunityRegistry_InvalidAddress(part);
        try IMembership(part).communityId() returns (CommunityId own) {
            if (own != communityId) revert CommunityRegistry_ForeignPart(communityId, part);
        } catch {
            revert CommunityRegistry_ForeignPart(communityId, part);
        }
    }
}

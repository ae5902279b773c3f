// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {IERC5192} from "../interfaces/IERC5192.sol";
import {IKeyRecovery} from "../interfaces/IKeyRecovery.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {IVouching} from "../interfaces/IVouching.sol";
import {Roles} from "../types/Roles.sol";
import {Delegation} from "./Delegation.sol";
import {KeyRecovery} from "./KeyRecovery.sol";
import {MembershipCard} from "./MembershipCard.sol";
import {Roll} from "./Roll.sol";
import {Vouching} from "./Vouching.sol";

/// @title Membership
/// @notice A community's roll of members. Cloned (ERC-1167) once for each community; the clone's argument is the
/// community's id and the floor of the recovery delay.
///
/// ```
///            admit (authority)                     leave (the member) | remove (authority)
///  stranger ───────────────────> member ─────────────────────────────────────────────────> departed
///            join (vouched for)   │  ^                                                        │
///                                 │  └── admit (authority) | join (vouched for, not removed) ─┘
///                                 │        same memberId, new joinedAt
///                                 └─ finishRecovery: same membership, new key
/// ```
///
/// @dev ERC-721 is written out rather than inherited: a token that never moves needs neither balances nor approvals
/// in storage, and whoever owns it is known from the one record that voting reads.
/// @dev Warning: a record keeps the latest stay only. Somebody who left and came back counts, for any time before
/// the return, as not having been a member.
contract Membership is Vouching, KeyRecovery, Delegation, IERC721, IERC721Metadata, IERC721Errors, IERC5192 {
    /// @param registry_ Says who has authority over each clone's community.
    constructor(ICommunityRegistry registry_) Roll(registry_) {
        _disableInitializers();
    }

    /// @notice Opens the roll with the community's founders. Once a clone, in the transaction that made it.
    /// @param name_ The community's name, for wallets to show.
    function initialize(
        string calldata name_,
        Founder[] calldata founders,
        MembershipSettings calldata settings
    ) external initializer {
        _roll().name = name_;
        _setVouching(settings.vouching);
        _setRecoveryDelay(settings.recoveryDelay);
        for (uint256 i = 0; i < founders.length; ++i) {
            _admit(founders[i].account, founders[i].roles);
        }
    }

    /// @inheritdoc IMembership
    function admit(address account, uint8 roles) external override onlyAuthority returns (uint256 memberId) {
        return _admit(account, roles);
    }

    /// @inheritdoc IMembership
    function leave() external override {
        _depart(msg.sender, false, "");
    }

    /// @inheritdoc IMembership
    function remove(address account, string calldata reason) external override onlyAuthority {
        address present = _present(account);
        Record storage record = _roll().records[present];
        if (record.leftAt != 0 && record.flags & BARRED == 0) {
            record.flags |= BARRED;
            emit MemberBarred(record.memberId, present, reason);
        } else {
            _depart(present, true, reason);
        }
    }

    /// @inheritdoc IMembership
    function setRoles(address account, uint8 roles) external override onlyAuthority {
        address present = _present(account);
        Record storage record = _roll().records[present];
        if (!_stands(record)) revert Membership_NotMember(account);
        if (roles & ~Roles.ALL != 0) revert Membership_UnknownRole(roles);
        record.roles = roles;
        emit MemberRolesChanged(record.memberId, present, roles);
    }

    /// @inheritdoc Roll
    function _beforeDeparture(Record memory record) internal override {
        _endDelegation(record);
        _endGuardianship(record);
    }

    /// @inheritdoc IMembership
    function hasRoles(address account, uint8 roles) external view override returns (bool) {
        Record storage record = _roll().records[account];
        return _stands(record) && record.roles & roles == roles;
    }

    /// @inheritdoc IMembership
    function hasAnyRole(address account, uint8 roles) external view override returns (bool) {
        Record storage record = _roll().records[account];
        return _stands(record) && record.roles & roles != 0;
    }

    // ERC-721, ERC-5192 and ERC-165 ----------------------------------------------------------------------------------

    /// @inheritdoc IERC721Metadata
    function name() external view override returns (string memory) {
        return _roll().name;
    }

    /// @inheritdoc IERC721Metadata
    function symbol() external pure override returns (string memory) {
        return "MEMBER";
    }

    /// @inheritdoc IERC721Metadata
    function tokenURI(uint256 tokenId) external view override returns (string memory) {
        RollStorage storage $ = _roll();
        Record storage record = $.records[ownerOf(tokenId)];
        return MembershipCard.tokenURI($.name, tokenId, record.joinedAt, record.roles);
    }

    /// @inheritdoc IERC721
    function balanceOf(address owner) external view override returns (uint256) {
        if (owner == address(0)) revert ERC721InvalidOwner(owner);
        return isMember(owner) ? 1 : 0;
    }

    /// @inheritdoc IERC721
    function ownerOf(uint256 tokenId) public view override returns (address owner) {
        owner = accountOf(tokenId);
        if (owner == address(0)) revert ERC721NonexistentToken(tokenId);
    }

    /// @inheritdoc IERC5192
    function locked(uint256 tokenId) external view override returns (bool) {
        ownerOf(tokenId);
        return true;
    }

    /// @inheritdoc IERC721
    function getApproved(uint256 tokenId) external view override returns (address) {
        ownerOf(tokenId);
        return address(0);
    }

    /// @inheritdoc IERC721
    function isApprovedForAll(address, address) external pure override returns (bool) {
        return false;
    }

    /// @notice Always reverts.
    function approve(address, uint256) external pure override {
        revert Membership_Locked();
    }

    /// @notice Always reverts.
    function setApprovalForAll(address, bool) external pure override {
        revert Membership_Locked();
    }

    /// @notice Always reverts.
    function transferFrom(address, address, uint256) external pure override {
        revert Membership_Locked();
    }

    /// @notice Always reverts.
    function safeTransferFrom(address, address, uint256) external pure override {
        revert Membership_Locked();
    }

    /// @notice Always reverts.
    function safeTransferFrom(address, address, uint256, bytes calldata) external pure override {
        revert Membership_Locked();
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure override returns (bool) {
        return
            interfaceId == type(IERC165).interfaceId ||
            interfaceId == type(IERC721).interfaceId ||
            interfaceId == type(IERC721Metadata).interfaceId ||
            interfaceId == type(IERC5192).interfaceId ||
            interfaceId == type(IERC6372).interfaceId ||
            interfaceId == type(IVotes).interfaceId ||
            interfaceId == type(IMembership).interfaceId ||
            interfaceId == type(IVouching).interfaceId ||
            interfaceId == type(IKeyRecovery).interfaceId;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {IERC5192} from "../interfaces/IERC5192.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {CloneArgument} from "../types/CloneArgument.sol";
import {CommunityId} from "../types/Ids.sol";
import {Roles} from "../types/Roles.sol";
import {MembershipCard} from "./MembershipCard.sol";

/// @title Membership
/// @notice A community's roll of members. Cloned (ERC-1167) once for each community; the clone's argument is the
/// community's id.
///
/// ```
///            admit (authority)                    leave (the member) | remove (authority)
///  stranger ───────────────────> member ────────────────────────────────────────────────> departed
///                                  ^                   admit (authority)                     │
///                                  └──────────── same memberId, new joinedAt ────────────────┘
/// ```
///
/// @dev ERC-721 is written out rather than inherited: a token that never moves needs neither balances nor approvals
/// in storage, and whoever owns it is known from the one record that voting reads.
/// @dev Warning: a record keeps the latest stay only. Somebody who left and came back counts, for any time before
/// the return, as not having been a member.
contract Membership is Initializable, IMembership, IERC721, IERC721Metadata, IERC721Errors, IERC5192, IERC5805 {
    using Checkpoints for Checkpoints.Trace208;

    /// @dev All that is known of an account, in one slot. `flags` is for what later makes an account's votes differ
    /// from one (delegation), so that a vote of everybody else still reads this slot alone.
    struct Record {
        uint64 memberId;
        uint48 joinedAt;
        uint48 leftAt;
        uint8 roles;
        uint8 flags;
    }

    /// @custom:storage-location erc7201:commonweal.storage.Membership
    struct MembershipStorage {
        uint64 lastMemberId;
        string name;
        mapping(address account => Record) records;
        mapping(uint256 memberId => address account) accounts;
        Checkpoints.Trace208 memberCount;
    }

    // keccak256(abi.encode(uint256(keccak256("commonweal.storage.Membership")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xcef804c4ef3d0cc5f719f01f10db7385a72452632d8f896c61b58936139a3b00;

    /// @inheritdoc IMembership
    ICommunityRegistry public immutable override registry;

    modifier onlyAuthority() {
        if (msg.sender != authority()) revert Membership_NotAuthority(msg.sender);
        _;
    }

    /// @param registry_ Says who has authority over each clone's community.
    constructor(ICommunityRegistry registry_) {
        registry = registry_;
        _disableInitializers();
    }

    /// @notice Opens the roll with the community's founders. Once a clone, in the transaction that made it.
    /// @param name_ The community's name, for wallets to show.
    function initialize(string calldata name_, Founder[] calldata founders) external initializer {
        _storage().name = name_;
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
        _depart(account, true, reason);
    }

    /// @inheritdoc IMembership
    function setRoles(address account, uint8 roles) external override onlyAuthority {
        Record storage record = _storage().records[account];
        if (!_stands(record)) revert Membership_NotMember(account);
        if (roles & ~Roles.ALL != 0) revert Membership_UnknownRole(roles);
        record.roles = roles;
        emit MemberRolesChanged(record.memberId, account, roles);
    }

    /// @inheritdoc IMembership
    function communityId() public view override returns (CommunityId) {
        return CommunityId.wrap(bytes32(CloneArgument.read()));
    }

    /// @inheritdoc IMembership
    function authority() public view override returns (address) {
        return registry.authorityOf(communityId());
    }

    /// @inheritdoc IMembership
    function isMember(address account) public view override returns (bool) {
        return _stands(_storage().records[account]);
    }

    /// @inheritdoc IMembership
    function wasMember(address account, uint256 timepoint) public view override returns (bool) {
        (, uint256 votes) = _ballotOf(account, timepoint, timepoint);
        return votes != 0;
    }

    /// @inheritdoc IMembership
    function ballotOf(
        address account,
        uint256 createdAt,
        uint256 snapshot
    ) external view override returns (uint256 memberId, uint256 votes) {
        return _ballotOf(account, createdAt, snapshot);
    }

    /// @inheritdoc IMembership
    function ballotsOf(
        address[] calldata accounts,
        uint256 createdAt,
        uint256 snapshot
    ) external view override returns (uint256[] memory ballots) {
        uint256 length = accounts.length;
        ballots = new uint256[](length);
        for (uint256 i = 0; i < length; ++i) {
            (uint256 memberId, uint256 votes) = _ballotOf(accounts[i], createdAt, snapshot);
            ballots[i] = (votes << 64) | memberId;
        }
    }

    /// @inheritdoc IMembership
    function hasRoles(address account, uint8 roles) external view override returns (bool) {
        Record storage record = _storage().records[account];
        return _stands(record) && record.roles & roles == roles;
    }

    /// @inheritdoc IMembership
    function hasAnyRole(address account, uint8 roles) external view override returns (bool) {
        Record storage record = _storage().records[account];
        return _stands(record) && record.roles & roles != 0;
    }

    /// @inheritdoc IMembership
    function memberOf(address account) external view override returns (Member memory) {
        Record storage record = _storage().records[account];
        return Member(record.memberId, record.joinedAt, record.leftAt, record.roles);
    }

    /// @inheritdoc IMembership
    function memberCount() external view override returns (uint256) {
        return _storage().memberCount.latest();
    }

    // ERC-5805 and ERC-6372 ------------------------------------------------------------------------------------------

    /// @inheritdoc IERC6372
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @inheritdoc IERC6372
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @notice One for a member, none for anyone else. There is nothing to activate.
    function getVotes(address account) external view override returns (uint256) {
        return isMember(account) ? 1 : 0;
    }

    /// @notice One where {wasMember} holds. Reverts unless `timepoint` is past.
    function getPastVotes(address account, uint256 timepoint) external view override returns (uint256) {
        _requirePast(timepoint);
        return wasMember(account, timepoint) ? 1 : 0;
    }

    /// @notice How many members there were at the end of second `timepoint`. Reverts unless it is past.
    function getPastTotalSupply(uint256 timepoint) external view override returns (uint256) {
        return _storage().memberCount.upperLookupRecent(_requirePast(timepoint));
    }

    /// @notice The member itself; zero for whoever is none.
    function delegates(address account) external view override returns (address) {
        return isMember(account) ? account : address(0);
    }

    /// @notice Every member already votes in person, so choosing oneself changes nothing and nobody else can be chosen.
    function delegate(address delegatee) external view override {
        if (!isMember(msg.sender)) revert Membership_NotMember(msg.sender);
        if (delegatee != msg.sender) revert Membership_DelegationUnavailable(delegatee);
    }

    /// @notice Always reverts: see {delegate}; whoever would choose oneself needs no signature for it.
    function delegateBySig(address delegatee, uint256, uint256, uint8, bytes32, bytes32) external pure override {
        revert Membership_DelegationUnavailable(delegatee);
    }

    // ERC-721, ERC-5192 and ERC-165 ----------------------------------------------------------------------------------

    /// @inheritdoc IERC721Metadata
    function name() external view override returns (string memory) {
        return _storage().name;
    }

    /// @inheritdoc IERC721Metadata
    function symbol() external pure override returns (string memory) {
        return "MEMBER";
    }

    /// @inheritdoc IERC721Metadata
    function tokenURI(uint256 tokenId) external view override returns (string memory) {
        MembershipStorage storage $ = _storage();
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
        owner = _storage().accounts[tokenId];
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
            interfaceId == type(IMembership).interfaceId;
    }

    function _admit(address account, uint8 roles) private returns (uint256) {
        if (account == address(0) || account == address(this)) revert Membership_InvalidAccount(account);
        if (roles & ~Roles.ALL != 0) revert Membership_UnknownRole(roles);
        MembershipStorage storage $ = _storage();
        Record memory record = $.records[account];
        if (record.memberId == 0) record.memberId = ++$.lastMemberId;
        else if (record.leftAt == 0) revert Membership_AlreadyMember(account);

        record.joinedAt = clock();
        record.leftAt = 0;
        record.roles = roles;
        $.records[account] = record;
        $.accounts[record.memberId] = account;
        $.memberCount.push(clock(), $.memberCount.latest() + 1);

        emit Transfer(address(0), account, record.memberId);
        emit Locked(record.memberId);
        emit MemberAdmitted(record.memberId, account, roles);
        return record.memberId;
    }

    function _depart(address account, bool removed, string memory reason) private {
        MembershipStorage storage $ = _storage();
        Record memory record = $.records[account];
        if (record.memberId == 0 || record.leftAt != 0) revert Membership_NotMember(account);
        uint208 count = $.memberCount.latest();
        if (count == 1) revert Membership_LastMember();

        record.leftAt = clock();
        record.roles = 0;
        $.records[account] = record;
        delete $.accounts[record.memberId];
        $.memberCount.push(clock(), count - 1);

        emit Transfer(account, address(0), record.memberId);
        emit MemberDeparted(record.memberId, account, removed, reason);
    }

    /// @dev Joined strictly before `createdAt` and not gone by `snapshot`. Strictly, so that nobody can join and use the
    /// membership within one second, let alone within one transaction.
    function _ballotOf(
        address account,
        uint256 createdAt,
        uint256 snapshot
    ) private view returns (uint256 memberId, uint256 votes) {
        Record storage record = _storage().records[account];
        // Together, so that the slot is read once.
        memberId = record.memberId;
        uint256 joinedAt = record.joinedAt;
        uint256 leftAt = record.leftAt;
        if (memberId != 0 && joinedAt < createdAt && (leftAt == 0 || leftAt > snapshot)) votes = 1;
    }

    function _stands(Record storage record) private view returns (bool) {
        return record.memberId != 0 && record.leftAt == 0;
    }

    function _requirePast(uint256 timepoint) private view returns (uint48) {
        uint48 current = clock();
        if (timepoint >= current) revert ERC5805FutureLookup(timepoint, current);
        return uint48(timepoint);
    }

    function _storage() private pure returns (MembershipStorage storage $) {
        assembly {
            $.slot := STORAGE
        }
    }
}

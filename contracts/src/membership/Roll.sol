// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {IERC5192} from "../interfaces/IERC5192.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {CloneArgument} from "../types/CloneArgument.sol";
import {CommunityId} from "../types/Ids.sol";
import {Roles} from "../types/Roles.sol";

/// @title Roll
/// @notice Who is a member, since when, and with which roles. The base of {Membership}.
/// @dev What an account is, is one slot. What a member is beyond one account (the token, delegation, guardians) is kept
/// by memberId, so that a change of key moves one record and nothing else.
abstract contract Roll is Initializable, IMembership, IERC6372 {
    using Checkpoints for Checkpoints.Trace208;

    /// @dev All that is known of an account, in one slot.
    struct Record {
        uint64 memberId;
        uint48 joinedAt;
        uint48 leftAt;
        uint8 roles;
        uint8 flags;
    }

    /// @dev Where the members of a Record begin in its slot, in bits: see {Record}.
    uint256 internal constant JOINED_AT_OFFSET = 64;
    uint256 internal constant LEFT_AT_OFFSET = 112;
    uint256 internal constant ROLES_OFFSET = 160;
    uint256 internal constant FLAGS_OFFSET = 168;

    /// @custom:storage-location erc7201:commonweal.storage.Membership
    struct RollStorage {
        string name;
        mapping(address account => Record) records;
        // The account that a member has or last had; whether it stands is for the record to say.
        mapping(uint256 memberId => address account) accounts;
        // The last memberId given, above the number of members: one slot for both. See {_pack}.
        Checkpoints.Trace208 census;
        // The member that an account was until its membership moved to another.
        mapping(address account => uint256 memberId) former;
    }

    // keccak256(abi.encode(uint256(keccak256("commonweal.storage.Membership")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xcef804c4ef3d0cc5f719f01f10db7385a72452632d8f896c61b58936139a3b00;

    /// @dev The member has delegated at some time: what it may cast is not told by the record alone.
    uint8 internal constant HAS_DELEGATED = 1 << 0;
    /// @dev Others have delegated to the member at some time.
    uint8 internal constant HAS_RECEIVED = 1 << 1;
    /// @dev The community removed the member: only the community lets it in again.
    uint8 internal constant BARRED = 1 << 2;

    /// @inheritdoc IMembership
    ICommunityRegistry public immutable override registry;

    modifier onlyAuthority() {
        if (msg.sender != authority()) revert Membership_NotAuthority(msg.sender);
        _;
    }

    constructor(ICommunityRegistry registry_) {
        registry = registry_;
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
        return _stands(_roll().records[account]);
    }

    /// @inheritdoc IMembership
    function memberOf(address account) external view override returns (Member memory) {
        Record storage record = _roll().records[account];
        return Member(record.memberId, record.joinedAt, record.leftAt, record.roles, record.flags & BARRED != 0);
    }

    /// @inheritdoc IMembership
    function accountOf(uint256 memberId) public view override returns (address account) {
        account = _roll().accounts[memberId];
        if (!isMember(account)) return address(0);
    }

    /// @inheritdoc IMembership
    function memberCount() public view override returns (uint256) {
        return uint64(_roll().census.latest());
    }

    /// @inheritdoc IERC6372
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @inheritdoc IERC6372
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external pure override returns (string memory) {
        return "mode=timestamp";
    }

    function _admit(address account, uint8 roles) internal returns (uint256) {
        _requireAccount(account);
        if (roles & ~Roles.ALL != 0) revert Membership_UnknownRole(roles);
        RollStorage storage $ = _roll();
        (uint256 lastMemberId, uint256 count) = _unpack($.census.latest());
        Record memory record = $.records[account];
        if (record.memberId == 0) {
            _requireNotFormer(account);
            record.memberId = uint64(++lastMemberId);
            $.accounts[record.memberId] = account;
        } else if (record.leftAt == 0) {
            revert Membership_AlreadyMember(account);
        }

        _useUpVouches(account);
        record.joinedAt = clock();
        record.leftAt = 0;
        record.roles = roles;
        record.flags &= ~BARRED;
        _keep($.records[account], record);
        $.census.push(clock(), _pack(lastMemberId, count + 1));

        emit IERC721.Transfer(address(0), account, record.memberId);
        emit IERC5192.Locked(record.memberId);
        emit MemberAdmitted(record.memberId, account, roles);
        return record.memberId;
    }

    function _depart(address account, bool removed, string memory reason) internal {
        RollStorage storage $ = _roll();
        Record memory record = $.records[account];
        if (record.memberId == 0 || record.leftAt != 0) revert Membership_NotMember(account);
        (uint256 lastMemberId, uint256 count) = _unpack($.census.latest());
        if (count == 1) revert Membership_LastMember();

        _beforeDeparture(record);
        record.leftAt = clock();
        record.roles = 0;
        if (removed) record.flags |= BARRED;
        _keep($.records[account], record);
        $.census.push(clock(), _pack(lastMemberId, count - 1));

        emit IERC721.Transfer(account, address(0), record.memberId);
        emit MemberDeparted(record.memberId, account, removed, reason);
    }

    /// @dev Called where `account` becomes a member's, in whatever way: nobody comes back on what was said of it before.
    function _useUpVouches(address account) internal virtual;

    /// @dev Called while `record` still is a member's.
    function _beforeDeparture(Record memory record) internal virtual;

    /// @dev Where the membership of `account` is now. Moving it to another account is no way out of what is decided about
    /// its member.
    function _present(address account) internal view returns (address) {
        // Never moved from: whoever asks reads this slot anyway, and is spared the other.
        if (_roll().records[account].memberId != 0) return account;
        uint256 memberId = _roll().former[account];
        return memberId == 0 ? account : _roll().accounts[memberId];
    }

    /// @dev A key whose membership moved to another is nobody's again: whoever it stood for is still found by it.
    function _requireNotFormer(address account) internal view {
        if (_roll().former[account] != 0) revert Membership_AccountUsed(account);
    }

    /// @dev The record of `account`, which has to be a member's and older than this second: what a membership gives
    /// power over others by is not to be used within the transaction that gave it.
    function _settledRecord(address account) internal view returns (Record storage record) {
        record = _roll().records[account];
        if (!_stands(record) || record.joinedAt >= clock()) revert Membership_NotMember(account);
    }

    function _requireAccount(address account) internal view {
        if (account == address(0) || account == address(this)) revert Membership_InvalidAccount(account);
    }

    /// @dev Writes the slot once; left to the compiler it is written in parts.
    function _keep(Record storage place, Record memory record) private {
        uint256 word =
            record.memberId |
                (uint256(record.joinedAt) << JOINED_AT_OFFSET) |
                (uint256(record.leftAt) << LEFT_AT_OFFSET) |
                (uint256(record.roles) << ROLES_OFFSET) |
                (uint256(record.flags) << FLAGS_OFFSET);
        assembly ("memory-safe") {
            sstore(place.slot, word)
        }
    }

    function _stands(Record storage record) internal view returns (bool) {
        return record.memberId != 0 && record.leftAt == 0;
    }

    function _pack(uint256 lastMemberId, uint256 count) internal pure returns (uint208) {
        return uint208((lastMemberId << 64) | count);
    }

    function _unpack(uint208 census) internal pure returns (uint256 lastMemberId, uint256 count) {
        return (census >> 64, uint64(census));
    }

    function _roll() internal pure returns (RollStorage storage $) {
        assembly {
            $.slot := STORAGE
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title ICommunityTimelock
/// @notice What a community's timelock adds to OpenZeppelin's TimelockController: the code that was voted on is the code
/// that runs, an ordinary majority cannot empty the treasury, and the timelock administers itself.
///
/// A **super-majority** is what the Governor announces for a proposal that at least its `superMajorityBps` of the votes
/// for and against were for. Without one it is refused
/// - that more than `capBps` of any token leaves within any `period` (see {setTreasuryCap});
/// - that the cap is loosened, or a role of the timelock given or taken: either would be a way around the cap.
///
/// @dev What counts as leaving, for the native currency and for each token that an operation calls: the balance that is
/// lower afterwards, and each allowance that is higher afterwards (ERC-20's `approve`, `increaseAllowance`, ERC-1363's and
/// ERC-7674's ways). What has no single number to compare needs the super-majority whatever the amount: approvals of
/// ERC-721 tokens, approvals for everything (`setApprovalForAll`, operators of ERC-777 and ERC-6909), and transfers of
/// ERC-1155 and ERC-6909 tokens.
/// @dev Without a cap (`capBps` of 10,000) nothing is measured: `spentLately` starts from nothing when one is set.
/// @dev Warning: a token with other ways to let somebody spend than those is not covered, nor is a token that lies about
/// balances. What comes in for what leaves (a swap, a deposit) is not set off against it.
/// @dev Warning: a code hash says nothing about storage. A target that is a proxy can change what it does by its own rules.
interface ICommunityTimelock {
    /// @notice How much may leave without a super-majority.
    /// @param capBps Share of what was there, in basis points; 10,000 for no cap.
    /// @param period Seconds, 1 to 365 days: the share is of any interval of this length.
    struct TreasuryCap {
        uint16 capBps;
        uint32 period;
    }

    /// @notice The cap is `capBps` of each token in any `period` seconds, counting what has left already.
    event TreasuryCapSet(uint256 capBps, uint256 period);
    /// @notice By ordinary majority `amount` of `token` (zero address: the native currency) left the treasury.
    event TreasurySpent(address indexed token, uint256 amount);
    /// @notice The operation's targets have the code now that they must have when it is carried out.
    /// @param pin keccak256 of the code hashes of all targets that are sent calldata, in order.
    event TargetsPinned(bytes32 indexed operationId, bytes32 pin);

    /// @notice The delay lies outside what any vote may set.
    error CommunityTimelock_DelayOutOfBounds(uint256 delay, uint256 least, uint256 most);
    /// @notice The cap lies outside what any vote may set.
    error CommunityTimelock_InvalidCap(uint256 capBps, uint256 period);
    /// @notice Only the timelock administers itself.
    error CommunityTimelock_ForeignAdmin(address account);
    /// @notice Without anyone in this role nothing the community decides could happen any more.
    error CommunityTimelock_LastHolder(bytes32 role);
    /// @notice The target is sent calldata and has no code: whoever puts code there later would decide what it does.
    error CommunityTimelock_NoCode(address target);
    /// @notice A target's code is not what it was when the operation was proposed.
    error CommunityTimelock_CodeChanged(bytes32 operationId, bytes32 pinned, bytes32 found);
    /// @notice More would leave than an ordinary majority may spend: `spent` left within the period already, and of what
    /// there was then no more than `most` may.
    error CommunityTimelock_CapExceeded(address token, uint256 spent, uint256 amount, uint256 most);
    /// @notice Operations are scheduled and carried out as batches only.
    error CommunityTimelock_BatchOnly();
    /// @notice Only a super-majority may do this.
    error CommunityTimelock_SuperMajorityNeeded();

    /// @notice Records which code the targets of an operation have, for {schedule} and {execute} to hold them to. Only a
    /// proposer; the Governor calls it when a proposal is made. Without effect where it was called for the operation
    /// before. An operation that is scheduled unpinned is pinned then.
    /// @dev A call without calldata is a payment: what it does is fixed by its value, so its target is not pinned.
    /// @return operationId As the timelock names the operation from now on.
    function pinTargets(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata payloads,
        bytes32 predecessor,
        bytes32 salt
    ) external returns (bytes32 operationId);

    /// @notice Says that the operation which the caller, an executor, carries out next in this transaction was decided by
    /// a super-majority.
    function announceSuperMajority() external;

    /// @notice Changes the cap. Only by a vote of the community; loosening it takes a super-majority.
    function setTreasuryCap(TreasuryCap calldata cap) external;

    /// @notice Whether the operation that is being carried out right now was decided by a super-majority.
    function bySuperMajority() external view returns (bool);

    /// @notice Whether `governor` holds every role it takes to schedule, cancel and carry out operations here.
    function isOperatedBy(address governor) external view returns (bool);

    /// @notice The present cap.
    function treasuryCap() external view returns (TreasuryCap memory);

    /// @notice How much of `token` (zero address: the native currency) left by ordinary majority within the period that
    /// ends now.
    function spentLately(address token) external view returns (uint256);

    /// @notice What the targets of the operation were pinned to; zero where they were not.
    function pinOf(bytes32 operationId) external view returns (bytes32);

    /// @notice The least delay any vote can set, seconds.
    function minDelayFloor() external view returns (uint256);
}

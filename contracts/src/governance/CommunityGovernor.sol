// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {GovernorUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/GovernorUpgradeable.sol";
import {GovernorTimelockControlUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorTimelockControlUpgradeable.sol";
import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {ICommunityGovernor} from "../interfaces/ICommunityGovernor.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {CloneArgument} from "../types/CloneArgument.sol";
import {CommunityId} from "../types/Ids.sol";
import {CountingMembers} from "./CountingMembers.sol";

/// @title CommunityGovernor
/// @notice Where a community decides. OpenZeppelin's Governor, in which each member has one vote. Cloned (ERC-1167)
/// once for each community; the clone's argument is the roll of members and the floors of the settings.
///
/// ```
///              votingDelay            votingPeriod (+ extension)
///  propose ──> Pending ──────────────> Active ──┬─> Defeated        quorum missed, or not more for than against
///  (member)      │ cancel (proposer)            └─> Succeeded ─────────────────────> Queued ────────────> Executed
///                └─> Canceled                            queue (anyone)  timelock delay   execute (anyone)
/// ```
contract CommunityGovernor is CountingMembers, GovernorTimelockControlUpgradeable {
    uint256 private constant MAX_OPEN_PROPOSALS = 5;

    /// @dev Fits one slot, with room for what later joins the settings.
    struct Settings {
        uint32 votingDelay;
        uint32 votingPeriod;
        uint32 lateQuorumVoteExtension;
        uint32 minimumVoters;
        uint16 quorumBps;
    }

    /// @custom:storage-location erc7201:commonweal.storage.CommunityGovernor
    struct CommunityGovernorStorage {
        Settings settings;
        mapping(uint256 memberId => uint256[MAX_OPEN_PROPOSALS]) openProposals;
    }

    // keccak256(abi.encode(uint256(keccak256("commonweal.storage.CommunityGovernor")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x460abaeb9b741a2c7a9ee2b0f5831e394c33ded3e0f7b11d677dd47f42e2fb00;

    /// @dev No delay or period may be longer: a community that set one by mistake would wait it out in vain.
    uint256 private constant MAX_DURATION = 30 days;

    constructor() {
        _disableInitializers();
    }

    /// @notice Sets the Governor to work. Once a clone, in the transaction that made it.
    /// @dev OpenZeppelin's own initialisers for names are left out on purpose: {name} and {version} are constants.
    /// @param timelock_ Has to give this Governor its roles; see {updateTimelock} for which.
    function initialize(
        TimelockControllerUpgradeable timelock_,
        GovernorSettings calldata settings
    ) external initializer {
        __GovernorTimelockControl_init(timelock_);
        _setVotingDelay(settings.votingDelay);
        _setVotingPeriod(settings.votingPeriod);
        _setLateQuorumVoteExtension(settings.lateQuorumVoteExtension);
        _setQuorumBps(settings.quorumBps);
        _setMinimumVoters(settings.minimumVoters);
    }

    /// @notice Any member proposes, for as long as no more than {maxOpenProposals} of its proposals are open.
    /// @dev Warning: whoever sees a proposal before it is on chain could make it first, as its own, and cancel it.
    /// End the description with `#proposer=0x<address>` to reserve it (see {IGovernor-propose}).
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public override(GovernorUpgradeable) returns (uint256 proposalId) {
        if (!_isValidDescriptionForProposer(msg.sender, description)) revert GovernorRestrictedProposer(msg.sender);
        IMembership.Member memory member = _membership().memberOf(msg.sender);
        if (member.memberId == 0 || member.leftAt != 0 || member.joinedAt >= clock()) {
            revert CommunityGovernor_NotMember(msg.sender);
        }

        proposalId = _propose(targets, values, calldatas, description, msg.sender);
        _openBallot(proposalId);
        _takePlace(member.memberId, proposalId);
    }

    /// @inheritdoc ICommunityGovernor
    function setVotingDelay(uint48 newVotingDelay) external override onlyGovernance {
        _setVotingDelay(newVotingDelay);
    }

    /// @inheritdoc ICommunityGovernor
    function setVotingPeriod(uint32 newVotingPeriod) external override onlyGovernance {
        _setVotingPeriod(newVotingPeriod);
    }

    /// @inheritdoc ICommunityGovernor
    function setLateQuorumVoteExtension(uint48 newVoteExtension) external override onlyGovernance {
        _setLateQuorumVoteExtension(newVoteExtension);
    }

    /// @inheritdoc ICommunityGovernor
    function setQuorumBps(uint16 newQuorumBps) external override onlyGovernance {
        _setQuorumBps(newQuorumBps);
    }

    /// @inheritdoc ICommunityGovernor
    function setMinimumVoters(uint32 newMinimumVoters) external override onlyGovernance {
        _setMinimumVoters(newMinimumVoters);
    }

    /// @notice Moves to another timelock, by a vote of the community. Refused unless that timelock lets this Governor
    /// schedule, cancel and execute: otherwise this would be the last vote ever carried out.
    /// @dev Warning: proposals queued with the old timelock can no longer be executed from here. The community's
    /// authority in the registry moves separately (offerAuthority, acceptAuthority).
    function updateTimelock(TimelockControllerUpgradeable newTimelock) public override {
        bool usable =
            address(newTimelock).code.length != 0 &&
                newTimelock.hasRole(newTimelock.PROPOSER_ROLE(), address(this)) &&
                newTimelock.hasRole(newTimelock.CANCELLER_ROLE(), address(this)) &&
                (newTimelock.hasRole(newTimelock.EXECUTOR_ROLE(), address(this)) ||
                    newTimelock.hasRole(newTimelock.EXECUTOR_ROLE(), address(0)));
        if (!usable) revert CommunityGovernor_InvalidTimelock(address(newTimelock));
        super.updateTimelock(newTimelock);
    }

    /// @notice The same for every community, so that a ballot can be signed without asking for it; the domain's
    /// `verifyingContract` tells communities apart.
    function name() public pure override returns (string memory) {
        return "CommunityGovernor";
    }

    /// @inheritdoc ICommunityGovernor
    function communityId() external view override returns (CommunityId) {
        return _membership().communityId();
    }

    /// @notice Seconds between a proposal and its voting.
    function votingDelay() public view override returns (uint256) {
        return _storage().settings.votingDelay;
    }

    /// @notice Seconds of voting.
    function votingPeriod() public view override returns (uint256) {
        return _storage().settings.votingPeriod;
    }

    /// @notice The one vote that every member has. See {propose} for who exactly may propose.
    function proposalThreshold() public pure override returns (uint256) {
        return 1;
    }

    /// @inheritdoc ICommunityGovernor
    function lateQuorumVoteExtension() public view override returns (uint48) {
        return _storage().settings.lateQuorumVoteExtension;
    }

    /// @inheritdoc ICommunityGovernor
    function quorumBps() public view override returns (uint16) {
        return _storage().settings.quorumBps;
    }

    /// @inheritdoc ICommunityGovernor
    function minimumVoters() public view override returns (uint32) {
        return _storage().settings.minimumVoters;
    }

    /// @inheritdoc ICommunityGovernor
    function maxOpenProposals() external pure override returns (uint256) {
        return MAX_OPEN_PROPOSALS;
    }

    /// @inheritdoc ICommunityGovernor
    function floors() public view override returns (GovernorFloors memory) {
        uint256 word = CloneArgument.read();
        return GovernorFloors(uint48(word >> 48), uint32(word >> 16), uint16(word));
    }

    /// @inheritdoc GovernorTimelockControlUpgradeable
    function state(
        uint256 proposalId
    ) public view override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (ProposalState) {
        return super.state(proposalId);
    }

    /// @inheritdoc CountingMembers
    function proposalDeadline(
        uint256 proposalId
    ) public view override(GovernorUpgradeable, CountingMembers) returns (uint256) {
        return super.proposalDeadline(proposalId);
    }

    /// @notice Always: what was decided waits in the timelock, so that who disagrees can leave before it happens.
    function proposalNeedsQueuing(
        uint256 proposalId
    ) public view override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (bool) {
        return super.proposalNeedsQueuing(proposalId);
    }

    /// @inheritdoc GovernorUpgradeable
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(ICommunityGovernor).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev Takes the first of the proposer's places that is free or whose proposal is over.
    function _takePlace(uint256 memberId, uint256 proposalId) private {
        uint256[MAX_OPEN_PROPOSALS] storage places = _storage().openProposals[memberId];
        for (uint256 i = 0; i < MAX_OPEN_PROPOSALS; ++i) {
            uint256 held = places[i];
            if (held == 0 || !_isOpen(held)) {
                places[i] = proposalId;
                return;
            }
        }
        revert CommunityGovernor_TooManyOpen(msg.sender, MAX_OPEN_PROPOSALS);
    }

    function _isOpen(uint256 proposalId) private view returns (bool) {
        ProposalState current = state(proposalId);
        return current == ProposalState.Pending || current == ProposalState.Active;
    }

    function _setVotingDelay(uint256 value) private {
        _requireWithin(Setting.VotingDelay, value, floors().votingDelay, MAX_DURATION);
        Settings storage settings = _storage().settings;
        emit VotingDelaySet(settings.votingDelay, value);
        settings.votingDelay = uint32(value);
    }

    function _setVotingPeriod(uint256 value) private {
        _requireWithin(Setting.VotingPeriod, value, floors().votingPeriod, MAX_DURATION);
        Settings storage settings = _storage().settings;
        emit VotingPeriodSet(settings.votingPeriod, value);
        settings.votingPeriod = uint32(value);
    }

    function _setLateQuorumVoteExtension(uint48 value) private {
        _requireWithin(Setting.LateQuorumVoteExtension, value, 0, MAX_DURATION);
        Settings storage settings = _storage().settings;
        emit LateQuorumVoteExtensionSet(settings.lateQuorumVoteExtension, value);
        settings.lateQuorumVoteExtension = uint32(value);
    }

    function _setQuorumBps(uint16 value) private {
        _requireWithin(Setting.QuorumBps, value, floors().quorumBps, BASIS_POINTS);
        Settings storage settings = _storage().settings;
        emit QuorumBpsSet(settings.quorumBps, value);
        settings.quorumBps = value;
    }

    /// @dev Needs no bounds: a proposal never asks for more voters than there are members (see {_openBallot}).
    function _setMinimumVoters(uint32 value) private {
        Settings storage settings = _storage().settings;
        emit MinimumVotersSet(settings.minimumVoters, value);
        settings.minimumVoters = value;
    }

    function _requireWithin(Setting setting, uint256 value, uint256 least, uint256 most) private pure {
        if (value < least || value > most) revert CommunityGovernor_OutOfBounds(setting, value, least, most);
    }

    function _membership() internal view override returns (IMembership) {
        return IMembership(address(uint160(CloneArgument.read() >> 96)));
    }

    // solhint-disable-next-line func-name-mixedcase
    function _EIP712Name() internal pure override returns (string memory) {
        return name();
    }

    // solhint-disable-next-line func-name-mixedcase
    function _EIP712Version() internal view override returns (string memory) {
        return version();
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _castVote(
        uint256 proposalId,
        address account,
        uint8 support,
        string memory reason,
        bytes memory params
    ) internal override(GovernorUpgradeable, CountingMembers) returns (uint256) {
        return super._castVote(proposalId, account, support, reason, params);
    }

    function _executor()
        internal
        view
        override(GovernorUpgradeable, GovernorTimelockControlUpgradeable)
        returns (address)
    {
        return super._executor();
    }

    function _storage() private pure returns (CommunityGovernorStorage storage $) {
        assembly {
            $.slot := STORAGE
        }
    }
}

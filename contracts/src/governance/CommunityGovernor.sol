// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {GovernorUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/GovernorUpgradeable.sol";
import {GovernorTimelockControlUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorTimelockControlUpgradeable.sol";
import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ICommunityGovernor} from "../interfaces/ICommunityGovernor.sol";
import {ICommunityTimelock} from "../interfaces/ICommunityTimelock.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {CloneArgument} from "../types/CloneArgument.sol";
import {CommunityId} from "../types/Ids.sol";
import {BallotSignature} from "./BallotSignature.sol";
import {CountingMembers} from "./CountingMembers.sol";

/// @title CommunityGovernor
/// @notice Where a community decides. OpenZeppelin's Governor, in which each member has one vote. Cloned (ERC-1167)
/// once for each community; the clone's argument is the roll of members and the floors of the settings.
///
/// ```
///              votingDelay            votingPeriod (+ extension)
///  propose ──> Pending ──────────────> Active ──┬─> Defeated        quorum missed, or not more for than against
///  (members)     │ cancel (proposer)            └─> Succeeded ─────────────────────> Queued ────────────> Executed
///                └─> Canceled                         │  queue (anyone)                │  execute (anyone)
///                       ^                             │                                │  after the timelock's delay
///                       └──────────── veto (elders) ──│────────────────────────────────┤
///                                                     └──gracePeriod──> Expired <──────┘ gracePeriod after the delay
/// ```
///
/// @dev Each proposal is tied to its operation in the timelock from the start, which pins the code of its targets. For a
/// proposal that has a super-majority this tells the timelock so, just before the operation is carried out.
contract CommunityGovernor is CountingMembers, GovernorTimelockControlUpgradeable {
    uint256 private constant MAX_OPEN_PROPOSALS = 5;

    /// @dev Fits one slot, with room for what later joins the settings.
    struct Settings {
        uint32 votingDelay;
        uint32 votingPeriod;
        uint32 lateQuorumVoteExtension;
        uint32 minimumVoters;
        uint16 quorumBps;
        uint16 proposalThreshold;
        uint32 reproposalCooldown;
        uint16 superMajorityBps;
    }

    /// @custom:storage-location erc7201:commonweal.storage.CommunityGovernor
    struct CommunityGovernorStorage {
        Settings settings;
        mapping(uint256 memberId => uint256[MAX_OPEN_PROPOSALS]) openProposals;
        mapping(bytes32 actions => Attempt) attempts;
    }

    /// @dev The latest proposal of some actions.
    struct Attempt {
        uint256 proposalId;
        uint64 memberId;
    }

    // keccak256(abi.encode(uint256(keccak256("commonweal.storage.CommunityGovernor")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x460abaeb9b741a2c7a9ee2b0f5831e394c33ded3e0f7b11d677dd47f42e2fb00;

    bytes32 private constant SPONSORSHIP_TYPEHASH = keccak256(
        "Sponsorship(uint256 proposalId,address sponsor,uint256 deadline)"
    );

    uint256 private constant GRACE_PERIOD = 14 days;

    uint256 private constant MOST_PROPOSERS = 100;

    uint256 private constant LEAST_SUPER_MAJORITY_BPS = 6_000;

    /// @dev Below unanimity, so that one member alone cannot hold the treasury and the way out for ever.
    uint256 private constant MOST_SUPER_MAJORITY_BPS = 9_000;

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
        _setProposalThreshold(settings.proposalThreshold);
        _setReproposalCooldown(settings.reproposalCooldown);
        _setSuperMajorityBps(settings.superMajorityBps);
    }

    /// @notice Any member proposes, for as long as no more than {maxOpenProposals} of its proposals are open, and alone
    /// where the threshold is one. See {proposeWithSponsors}.
    /// @dev Warning: whoever sees a proposal before it is on chain could make it first, as its own, and cancel it.
    /// End the description with `#proposer=0x<address>` to reserve it (see {IGovernor-propose}).
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public override(GovernorUpgradeable) returns (uint256 proposalId) {
        uint256 memberId;
        (proposalId, memberId) = _proposeAs(targets, values, calldatas, description);
        _requireEnough(1);
        _takePlace(memberId, proposalId);
    }

    /// @inheritdoc ICommunityGovernor
    // In memory, because that is how OpenZeppelin's Governor takes them further.
    // solhint-disable-next-line gas-calldata-parameters
    function proposeWithSponsors(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        Sponsorship[] calldata sponsorships
    ) external override returns (uint256 proposalId) {
        uint256 memberId;
        (proposalId, memberId) = _proposeAs(targets, values, calldatas, description);
        uint256 lastId = 0;
        for (uint256 i = 0; i < sponsorships.length; ++i) {
            lastId = _requireSponsor(proposalId, sponsorships[i], memberId, lastId);
            emit ProposalSponsored(proposalId, sponsorships[i].sponsor);
        }
        _requireEnough(sponsorships.length + 1);
        _takePlace(memberId, proposalId);
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

    /// @inheritdoc ICommunityGovernor
    function setProposalThreshold(uint16 newProposalThreshold) external override onlyGovernance {
        _setProposalThreshold(newProposalThreshold);
    }

    /// @inheritdoc ICommunityGovernor
    function setReproposalCooldown(uint32 newReproposalCooldown) external override onlyGovernance {
        _setReproposalCooldown(newReproposalCooldown);
    }

    /// @inheritdoc ICommunityGovernor
    function setSuperMajorityBps(uint16 newSuperMajorityBps) external override onlyGovernance {
        if (newSuperMajorityBps < superMajorityBps()) _requireSuperMajority();
        _setSuperMajorityBps(newSuperMajorityBps);
    }

    /// @notice As OpenZeppelin's, to free what was sent here by mistake; only by a super-majority, and never to the
    /// timelock, where this Governor speaks for the community.
    function relay(address target, uint256 value, bytes calldata data) public payable override {
        if (target == _executor()) revert CommunityGovernor_RelayToTimelock();
        _requireSuperMajority();
        super.relay(target, value, data);
    }

    /// @notice Moves to another timelock, by a super-majority of the community. Refused unless that timelock is one of
    /// this kind and lets this Governor schedule, cancel and execute: otherwise this would be the last vote ever carried
    /// out.
    /// @dev Warning: proposals queued with the old timelock can no longer be executed from here. The community's
    /// authority in the registry moves separately (offerAuthority, acceptAuthority).
    function updateTimelock(TimelockControllerUpgradeable newTimelock) public override {
        _requireSuperMajority();
        if (!_isUsable(address(newTimelock))) revert CommunityGovernor_InvalidTimelock(address(newTimelock));
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

    /// @notice Members it takes to propose, the proposer among them (all of them, where a community has fewer). See
    /// {propose} and {proposeWithSponsors}.
    function proposalThreshold() public view override returns (uint256) {
        return _storage().settings.proposalThreshold;
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
    function reproposalCooldown() public view override returns (uint32) {
        return _storage().settings.reproposalCooldown;
    }

    /// @inheritdoc ICommunityGovernor
    function superMajorityBps() public view override returns (uint16) {
        return _storage().settings.superMajorityBps;
    }

    /// @inheritdoc ICommunityGovernor
    function hasSuperMajority(uint256 proposalId) public view override returns (bool) {
        (uint256 againstVotes, uint256 forVotes, ) = proposalVotes(proposalId);
        return forVotes != 0 && forVotes * BASIS_POINTS >= (forVotes + againstVotes) * superMajorityBps();
    }

    /// @inheritdoc ICommunityGovernor
    // In memory, so that one function names the actions for all callers.
    // solhint-disable-next-line gas-calldata-parameters
    function lastProposalOf(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas
    ) external view override returns (uint256 proposalId) {
        return _attemptOf(targets, values, calldatas).proposalId;
    }

    /// @inheritdoc ICommunityGovernor
    function gracePeriod() external pure override returns (uint256) {
        return GRACE_PERIOD;
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

    /// @notice As OpenZeppelin's; what passed and was not queued, or not executed, within the grace period has expired.
    function state(
        uint256 proposalId
    ) public view override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (ProposalState current) {
        current = super.state(proposalId);
        uint256 due;
        if (current == ProposalState.Succeeded) due = proposalDeadline(proposalId);
        else if (current == ProposalState.Queued) due = proposalEta(proposalId);
        else return current;
        if (block.timestamp > due + GRACE_PERIOD) return ProposalState.Expired;
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

    /// @dev All that every proposal takes, save enough members: that is for the callers to see to, and their last step is
    /// to give it a place.
    function _proposeAs(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) private returns (uint256 proposalId, uint64 memberId) {
        if (!_isValidDescriptionForProposer(msg.sender, description)) revert GovernorRestrictedProposer(msg.sender);
        memberId = _settledId(msg.sender);
        if (memberId == 0) revert CommunityGovernor_NotMember(msg.sender);

        Attempt storage attempt = _attemptOf(targets, values, calldatas);
        _requireRested(attempt.proposalId, attempt.memberId == memberId);
        proposalId = _propose(targets, values, calldatas, description, msg.sender);
        attempt.proposalId = proposalId;
        attempt.memberId = memberId;
        _openBallot(proposalId);
        // As GovernorTimelockControl will name it; see its _timelockSalt.
        bytes32 salt = bytes20(address(this)) ^ keccak256(bytes(description));
        bytes32 operationId = ICommunityTimelock(_executor()).pinTargets(targets, values, calldatas, 0, salt);
        emit OperationAssigned(proposalId, operationId);
    }

    /// @dev What failed is not put again and again until those against are tired. What was taken back rests for the same
    /// member only: else a stranger's false start, taken back at once, would keep others from it.
    function _requireRested(uint256 previous, bool same) private view {
        if (previous == 0) return;
        uint256 until;
        ProposalState current = state(previous);
        if (current == ProposalState.Defeated) until = proposalDeadline(previous) + reproposalCooldown();
        else if (current == ProposalState.Canceled && same) until = proposalCreatedAt(previous) + reproposalCooldown();
        else if (
            current == ProposalState.Canceled || current == ProposalState.Executed || current == ProposalState.Expired
        ) return;
        else revert CommunityGovernor_SameActionsOpen(previous);
        if (block.timestamp <= until) revert CommunityGovernor_CoolingDown(previous, until);
    }

    /// @return memberId Of the sponsor; the ids ascend, so that nobody counts twice.
    function _requireSponsor(
        uint256 proposalId,
        Sponsorship calldata sponsorship,
        uint256 proposerId,
        uint256 lastId
    ) private view returns (uint256 memberId) {
        address sponsor = sponsorship.sponsor;
        memberId = _settledId(sponsor);
        bytes32 digest = _hashTypedDataV4(
            keccak256(abi.encode(SPONSORSHIP_TYPEHASH, proposalId, sponsor, sponsorship.deadline))
        );
        if (
            memberId <= lastId ||
            memberId == proposerId ||
            sponsorship.deadline < block.timestamp ||
            !BallotSignature.isBy(sponsor, digest, sponsorship.signature)
        ) revert CommunityGovernor_InvalidSponsorship(sponsor);
    }

    /// @dev Never more than there are: a community that has shrunk has to be able to act.
    function _requireEnough(uint256 members) private view {
        uint256 needed = proposalThreshold();
        if (members >= needed) return;
        needed = Math.min(needed, _electorate());
        if (members < needed) revert CommunityGovernor_TooFewSponsors(members, needed);
    }

    /// @dev Zero for whoever is no member, or became one in this very second.
    function _settledId(address account) private view returns (uint64) {
        IMembership.Member memory member = _memberOf(account);
        return member.leftAt != 0 || member.joinedAt >= clock() ? 0 : member.memberId;
    }

    function _attemptOf(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas
    ) private view returns (Attempt storage) {
        return _storage().attempts[keccak256(abi.encode(targets, values, calldatas))];
    }

    /// @dev The member that proposed, by whatever key it has now, while voting has not begun.
    function _validateCancel(uint256 proposalId, address caller) internal view override returns (bool) {
        if (state(proposalId) != ProposalState.Pending) return false;
        uint256[MAX_OPEN_PROPOSALS] storage places = _storage().openProposals[_memberOf(caller).memberId];
        for (uint256 i = 0; i < MAX_OPEN_PROPOSALS; ++i) {
            if (places[i] == proposalId) return true;
        }
        return false;
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

    function _setProposalThreshold(uint16 value) private {
        _requireWithin(Setting.ProposalThreshold, value, 1, MOST_PROPOSERS);
        Settings storage settings = _storage().settings;
        emit ProposalThresholdSet(settings.proposalThreshold, value);
        settings.proposalThreshold = value;
    }

    function _setReproposalCooldown(uint32 value) private {
        _requireWithin(Setting.ReproposalCooldown, value, 0, MAX_DURATION);
        Settings storage settings = _storage().settings;
        emit ReproposalCooldownSet(settings.reproposalCooldown, value);
        settings.reproposalCooldown = value;
    }

    function _setSuperMajorityBps(uint16 value) private {
        _requireWithin(Setting.SuperMajorityBps, value, LEAST_SUPER_MAJORITY_BPS, MOST_SUPER_MAJORITY_BPS);
        Settings storage settings = _storage().settings;
        emit SuperMajorityBpsSet(settings.superMajorityBps, value);
        settings.superMajorityBps = value;
    }

    function _requireSuperMajority() private view {
        if (msg.sender != _executor()) revert GovernorOnlyExecutor(msg.sender);
        if (!ICommunityTimelock(_executor()).bySuperMajority()) revert CommunityGovernor_SuperMajorityNeeded();
    }

    function _requireWithin(Setting setting, uint256 value, uint256 least, uint256 most) private pure {
        if (value < least || value > most) revert CommunityGovernor_OutOfBounds(setting, value, least, most);
    }

    function _isUsable(address timelock_) private view returns (bool) {
        if (timelock_.code.length == 0) return false;
        try ICommunityTimelock(timelock_).isOperatedBy(address(this)) returns (bool usable) {
            return usable;
        } catch {
            return false;
        }
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
        if (hasSuperMajority(proposalId)) ICommunityTimelock(_executor()).announceSuperMajority();
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

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IQuadraticFunding} from "../interfaces/IQuadraticFunding.sol";
import {RoundId, VersionId} from "../types/Ids.sol";
import {Roles} from "../types/Roles.sol";
import {Matching} from "./Matching.sol";
import {Rounds} from "./Rounds.sol";

/// @title Applications
/// @notice Which projects a round is for: whoever likes applies, a steward or the community says yes or no and why.
abstract contract Applications is Rounds {
    using SafeCast for uint256;

    /// @inheritdoc IQuadraticFunding
    function submitApplication(
        RoundId roundId,
        address recipient,
        VersionId versionId,
        bytes32 document,
        string calldata documentURI
    ) external override nonReentrant returns (uint256 project) {
        Stored storage round = _in(roundId, Phase.Applications);
        _requireRecipient(recipient);
        uint256 deposit = round.deposit == 0 ? 0 : _take(round.token, msg.sender, round.deposit);
        project = ++round.projects;
        _projects[roundId][project] = StoredProject(recipient, deposit.toUint96(), msg.sender, false, versionId);
        _tallies[roundId][project].status = uint8(Status.Pending);
        emit ProjectApplied(roundId, project, msg.sender, recipient, versionId, deposit, document, documentURI);
    }

    /// @inheritdoc IQuadraticFunding
    function withdrawApplication(RoundId roundId, uint256 project) external override {
        _in(roundId, Phase.Applications);
        _requireApplicant(roundId, project);
        Status status = _statusOf(roundId, project);
        if (status != Status.Pending && status != Status.Accepted) {
            revert QuadraticFunding_WrongStatus(roundId, project, status);
        }
        _tallies[roundId][project].status = uint8(Status.Withdrawn);
        emit ApplicationWithdrawn(roundId, project);
    }

    /// @inheritdoc IQuadraticFunding
    function review(RoundId roundId, uint256 project, bool accepted, string calldata reason) external override {
        Stored storage round = _rounds[roundId];
        Phase phase = _phaseOf(round);
        bool isAuthority = msg.sender == communityRegistry.authorityOf(round.communityId);
        if (!isAuthority && !_mayAct(round.communityId, msg.sender, Roles.STEWARD)) {
            revert QuadraticFunding_NotSteward(round.communityId, msg.sender);
        }
        bool isLate = phase == Phase.Review && accepted && !isAuthority;
        if (isLate || (phase != Phase.Applications && phase != Phase.Giving && phase != Phase.Review)) {
            revert QuadraticFunding_WrongPhase(roundId, phase);
        }
        _requireReason(reason);
        Status status = _statusOf(roundId, project);
        bool fits =
            accepted
                ? status == Status.Pending || (status == Status.Rejected && isAuthority)
                : status == Status.Pending || status == Status.Accepted;
        if (!fits) revert QuadraticFunding_WrongStatus(roundId, project, status);

        if (accepted) _list(roundId, round, project);
        _tallies[roundId][project].status = uint8(accepted ? Status.Accepted : Status.Rejected);
        emit ProjectReviewed(roundId, project, msg.sender, accepted, reason);
    }

    /// @inheritdoc IQuadraticFunding
    function returnDeposit(RoundId roundId, uint256 project, address to) external override nonReentrant {
        Stored storage round = _rounds[roundId];
        _requireApplicant(roundId, project);
        Phase phase = _phaseOf(round);
        Status status = _statusOf(roundId, project);
        bool isOver = _isOff(phase) || phase == Phase.Finalized;
        if (!isOver && status != Status.Rejected && status != Status.Withdrawn) {
            revert QuadraticFunding_WrongStatus(roundId, project, status);
        }
        uint256 amount = _projects[roundId][project].deposit;
        if (amount == 0) revert QuadraticFunding_NothingDue();
        _projects[roundId][project].deposit = 0;
        _send(round.token, to, amount);
        emit DepositReturned(roundId, project, to, amount);
    }

    function _list(RoundId roundId, Stored storage round, uint256 project) private {
        StoredProject storage stored = _projects[roundId][project];
        if (stored.isListed) return;
        if (round.accepted.length == Matching.MOST_PROJECTS) revert QuadraticFunding_TooManyProjects(roundId);
        stored.isListed = true;
        round.accepted.push(uint32(project));
    }
}

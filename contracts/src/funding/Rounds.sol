// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {IQuadraticFunding} from "../interfaces/IQuadraticFunding.sol";
import {CommunityBound} from "../registry/CommunityBound.sol";
import {CommunityId, RoundId, VersionId} from "../types/Ids.sol";
import {Matching} from "./Matching.sol";

/// @title Rounds
/// @notice What every part of {QuadraticFunding} stands on: rounds and their projects as they are kept, which phase a round is
/// in, who somebody is in it, and money that comes and goes.
abstract contract Rounds is IQuadraticFunding, CommunityBound, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @dev Unfunded: the pool does not hold yet what was promised.
    enum Standing {
        Unfunded,
        Funded,
        Finalized,
        Cancelled
    }

    /// @dev The first slot is all that a gift reads.
    struct Stored {
        address token;
        uint40 givingFrom;
        uint40 givingUntil;
        Standing standing;
        bool hasHouseholds;
        //
        uint96 deposit;
        uint32 projects;
        uint32 undoPeriod;
        uint40 reviewUntil;
        uint40 expiresAt;
        bool scaleUp;
        //
        uint128 pool;
        uint128 cap;
        //
        uint128 householdBound;
        uint128 leastPool;
        //
        uint128 left;
        // What was in the pool of those funders who have not got their share of what is left.
        uint128 owed;
        uint128 dust;
        CommunityId communityId;
        bytes32 document;
        CommunityId[] communities;
        uint32[] accepted;
        Matching.Rate rate;
    }

    /// @dev The smallest gift lies beside the roll, which every gift reads.
    struct Roll {
        address membership;
        uint96 minGift;
    }

    struct StoredProject {
        address recipient;
        uint96 deposit;
        address applicant;
        bool isListed;
        VersionId versionId;
    }

    mapping(RoundId roundId => Stored) internal _rounds;

    mapping(RoundId roundId => mapping(uint256 community => Roll)) internal _rolls;

    mapping(RoundId roundId => mapping(uint256 project => StoredProject)) internal _projects;

    mapping(RoundId roundId => mapping(uint256 project => Matching.Tally)) internal _tallies;

    constructor(ICommunityRegistry communityRegistry_) CommunityBound(communityRegistry_) {}

    // Money -----------------------------------------------------------------------------------------------------------

    /// @dev What arrived of it.
    function _take(address token, address from, uint256 amount) internal returns (uint256) {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(from, address(this), amount);
        return _received(token, before, amount);
    }

    function _send(address token, address to, uint256 amount) internal {
        _requireRecipient(to);
        if (amount != 0) IERC20(token).safeTransfer(to, amount);
    }

    // Who, and when ---------------------------------------------------------------------------------------------------

    function _in(RoundId roundId, Phase phase) internal view returns (Stored storage round) {
        round = _rounds[roundId];
        Phase present = _phaseOf(round);
        if (present != phase) revert QuadraticFunding_WrongPhase(roundId, present);
    }

    function _phaseOf(Stored storage round) internal view returns (Phase) {
        if (round.token == address(0)) return Phase.None;
        Standing standing = round.standing;
        if (standing == Standing.Finalized) return Phase.Finalized;
        if (standing == Standing.Cancelled) return Phase.Cancelled;
        if (block.timestamp < round.givingFrom) return Phase.Applications;
        if (standing == Standing.Unfunded) return Phase.Expired;
        if (block.timestamp < round.givingUntil) return Phase.Giving;
        if (block.timestamp < round.reviewUntil) return Phase.Review;
        return block.timestamp < round.expiresAt ? Phase.Deciding : Phase.Expired;
    }

    function _recordOf(
        RoundId roundId,
        uint256 community,
        address account
    ) internal view returns (IMembership.Member memory) {
        address roll = _rolls[roundId][community].membership;
        if (roll == address(0)) revert QuadraticFunding_NotEligible(roundId, community, account);
        return IMembership(roll).memberOf(account);
    }

    function _statusOf(RoundId roundId, uint256 project) internal view returns (Status) {
        return Status(_tallies[roundId][project].status);
    }

    function _received(address token, uint256 before, uint256 expected) internal view returns (uint256 received) {
        received = IERC20(token).balanceOf(address(this)) - before;
        if (received > expected) revert QuadraticFunding_WrongAmount(expected, received);
    }

    function _requireAuthority(CommunityId communityId) internal view {
        if (msg.sender != communityRegistry.authorityOf(communityId)) {
            revert QuadraticFunding_NotAuthority(communityId, msg.sender);
        }
    }

    function _requireApplicant(RoundId roundId, uint256 project) internal view {
        if (msg.sender != _projects[roundId][project].applicant) {
            revert QuadraticFunding_NotApplicant(roundId, project, msg.sender);
        }
    }

    function _requireRecipient(address recipient) internal view {
        if (recipient == address(0) || recipient == address(this)) {
            revert QuadraticFunding_InvalidRecipient(recipient);
        }
    }

    /// @dev Whether all get back what they gave.
    function _isOff(Phase phase) internal pure returns (bool) {
        return phase == Phase.Cancelled || phase == Phase.Expired;
    }

    function _requireReason(string calldata reason) internal pure {
        if (bytes(reason).length == 0) revert QuadraticFunding_NoReason();
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {IPermit2} from "../interfaces/IPermit2.sol";
import {IQuadraticFunding} from "../interfaces/IQuadraticFunding.sol";
import {IWrappedNative} from "../interfaces/IWrappedNative.sol";
import {CommunityId, RoundId} from "../types/Ids.sol";
import {Applications} from "./Applications.sol";
import {Giving} from "./Giving.sol";
import {Matching} from "./Matching.sol";
import {Rounds} from "./Rounds.sol";

/// @title QuadraticFunding
/// @notice See {IQuadraticFunding}. A singleton without an owner.
/// @dev Money of different rounds lies in one place, and is told apart by what each round owes: nothing is ever paid but what
/// was credited to whom it is paid for, once. {Matching} counts, {Applications} says for which projects, {Giving} takes what
/// is given; here a round opens and is settled.
contract QuadraticFunding is Applications, Giving, Multicall {
    using SafeCast for uint256;

    uint256 private constant MOST_COMMUNITIES = 8;

    mapping(RoundId roundId => mapping(address funder => uint256)) private _funding;

    constructor(
        ICommunityRegistry communityRegistry_,
        IPermit2 permit2_,
        IWrappedNative wrappedNative_
    ) Rounds(communityRegistry_) Giving(permit2_, wrappedNative_) {}

    // Opening and funding ---------------------------------------------------------------------------------------------

    /// @inheritdoc IQuadraticFunding
    function openRound(bytes32 salt, Terms calldata terms) external override returns (RoundId roundId) {
        _requireAuthority(terms.communityId);
        roundId = roundIdFor(terms.communityId, salt);
        Stored storage round = _rounds[roundId];
        if (round.token != address(0)) revert QuadraticFunding_AlreadyOpened(roundId);
        if (terms.token.code.length == 0) revert QuadraticFunding_InvalidToken(terms.token);
        if (terms.minGift == 0) revert QuadraticFunding_InvalidMinimum();
        if (
            terms.givingFrom <= block.timestamp ||
            terms.givingUntil <= terms.givingFrom ||
            terms.reviewUntil <= terms.givingUntil ||
            terms.expiresAt <= terms.reviewUntil ||
            terms.expiresAt > type(uint40).max
        ) revert QuadraticFunding_InvalidTimes();

        (round.token, round.standing) = (terms.token, terms.leastPool == 0 ? Standing.Funded : Standing.Unfunded);
        (round.givingFrom, round.givingUntil) = (uint40(terms.givingFrom), uint40(terms.givingUntil));
        (round.reviewUntil, round.expiresAt) = (uint40(terms.reviewUntil), uint40(terms.expiresAt));
        (round.undoPeriod, round.scaleUp) = (terms.undoPeriod, terms.scaleUp);
        (round.cap, round.leastPool) = (terms.cap, terms.leastPool);
        (round.householdBound, round.deposit) = (terms.householdBound, terms.deposit);
        (round.communityId, round.document) = (terms.communityId, terms.document);
        _addCommunity(roundId, round, terms.communityId, terms.minGift);
        for (uint256 i = 0; i < terms.others.length; ++i) {
            _addCommunity(roundId, round, terms.others[i], terms.minGift);
        }
        emit RoundOpened(roundId, terms.communityId, terms);
    }

    /// @inheritdoc IQuadraticFunding
    function fund(RoundId roundId, uint256 amount) external override nonReentrant {
        Stored storage round = _rounds[roundId];
        Phase phase = _phaseOf(round);
        if (phase != Phase.Applications && phase != Phase.Giving) {
            revert QuadraticFunding_WrongPhase(roundId, phase);
        }
        uint256 received = _take(round.token, msg.sender, amount);
        if (received == 0) revert QuadraticFunding_NothingDue();
        uint256 pool = round.pool + received;
        (round.pool, round.owed) = (pool.toUint128(), pool.toUint128());
        if (pool >= round.leastPool) round.standing = Standing.Funded;
        _funding[roundId][msg.sender] += received;
        emit PoolFunded(roundId, msg.sender, received);
    }

    // Settling --------------------------------------------------------------------------------------------------------

    /// @inheritdoc IQuadraticFunding
    function finalize(RoundId roundId, uint256 threshold) external override {
        Stored storage round = _in(roundId, Phase.Deciding);
        uint256 length = round.accepted.length;
        uint256[] memory pairs = new uint256[](length);
        for (uint256 i = 0; i < length; ++i) {
            Matching.Tally storage tally = _tallies[roundId][round.accepted[i]];
            if (tally.status == uint8(Status.Accepted)) pairs[i] = tally.pairs;
        }
        Matching.Rate memory rate = Matching.rateOf(pairs, round.pool, round.cap, round.scaleUp, threshold);
        uint256 matched = 0;
        for (uint256 i = 0; i < length; ++i) matched += Matching.payFor(rate, pairs[i]);
        uint256 left = round.pool - matched;

        round.rate = rate;
        (round.left, round.dust) = (uint128(left), uint128(left));
        round.standing = Standing.Finalized;
        emit RoundFinalized(roundId, msg.sender, rate.numerator, rate.denominator, rate.threshold, matched, left);
    }

    /// @inheritdoc IQuadraticFunding
    function cancel(RoundId roundId, string calldata reason) external override {
        Stored storage round = _rounds[roundId];
        _requireAuthority(round.communityId);
        Phase phase = _phaseOf(round);
        if (phase >= Phase.Finalized) revert QuadraticFunding_WrongPhase(roundId, phase);
        _requireReason(reason);
        round.standing = Standing.Cancelled;
        emit RoundCancelled(roundId, reason);
    }

    /// @inheritdoc IQuadraticFunding
    function claim(RoundId roundId, uint256 project) external override nonReentrant {
        _pay(roundId, project, _projects[roundId][project].recipient);
    }

    /// @inheritdoc IQuadraticFunding
    function claimTo(RoundId roundId, uint256 project, address to) external override nonReentrant {
        if (msg.sender != _projects[roundId][project].recipient) {
            revert QuadraticFunding_NotRecipient(roundId, project, msg.sender);
        }
        _pay(roundId, project, to);
    }

    /// @inheritdoc IQuadraticFunding
    function returnFunding(RoundId roundId, address to) external override nonReentrant {
        Stored storage round = _rounds[roundId];
        Phase phase = _phaseOf(round);
        if (!_isOff(phase) && phase != Phase.Finalized) revert QuadraticFunding_WrongPhase(roundId, phase);
        uint256 funded = _funding[roundId][msg.sender];
        if (funded == 0) revert QuadraticFunding_NothingDue();
        uint256 amount = funded;
        if (phase == Phase.Finalized) {
            // Of what is left to those who have not taken theirs, so that the last one takes the rest.
            amount = Math.mulDiv(round.left, funded, round.owed);
            round.left -= uint128(amount);
        }
        round.owed -= uint128(funded);
        delete _funding[roundId][msg.sender];
        _send(round.token, to, amount);
        emit FundingReturned(roundId, msg.sender, to, amount);
    }

    // What is on record -----------------------------------------------------------------------------------------------

    /// @inheritdoc IQuadraticFunding
    function roundOf(RoundId roundId) external view override returns (Round memory round) {
        Stored storage stored = _rounds[roundId];
        round.phase = _phaseOf(stored);
        if (round.phase == Phase.None) revert QuadraticFunding_WrongPhase(roundId, Phase.None);
        (round.pool, round.left, round.projects) = (stored.pool, stored.left, stored.projects);
        Terms memory terms = round.terms;
        terms.communityId = stored.communityId;
        terms.others = new CommunityId[](stored.communities.length - 1);
        for (uint256 i = 0; i < terms.others.length; ++i) terms.others[i] = stored.communities[i + 1];
        (terms.token, terms.document) = (stored.token, stored.document);
        (terms.givingFrom, terms.givingUntil) = (stored.givingFrom, stored.givingUntil);
        (terms.reviewUntil, terms.expiresAt) = (stored.reviewUntil, stored.expiresAt);
        (terms.cap, terms.leastPool) = (stored.cap, stored.leastPool);
        terms.minGift = _rolls[roundId][0].minGift;
        (terms.deposit, terms.householdBound) = (stored.deposit, stored.householdBound);
        (terms.undoPeriod, terms.scaleUp) = (stored.undoPeriod, stored.scaleUp);
    }

    /// @inheritdoc IQuadraticFunding
    function phaseOf(RoundId roundId) external view override returns (Phase) {
        return _phaseOf(_rounds[roundId]);
    }

    /// @inheritdoc IQuadraticFunding
    function projectOf(RoundId roundId, uint256 project) external view override returns (Project memory) {
        StoredProject storage stored = _projects[roundId][project];
        Matching.Tally storage tally = _tallies[roundId][project];
        return
            Project(
                stored.applicant,
                stored.recipient,
                stored.deposit,
                stored.versionId,
                Status(tally.status),
                tally.roots,
                tally.gifts,
                tally.pairs
            );
    }

    /// @inheritdoc IQuadraticFunding
    function acceptedProjects(RoundId roundId) external view override returns (uint32[] memory) {
        return _rounds[roundId].accepted;
    }

    /// @inheritdoc IQuadraticFunding
    function fundingOf(RoundId roundId, address funder) external view override returns (uint256) {
        return _funding[roundId][funder];
    }

    /// @inheritdoc IQuadraticFunding
    function explain(RoundId roundId, uint256 project) external view override returns (Explanation memory) {
        Stored storage round = _in(roundId, Phase.Finalized);
        Matching.Tally storage tally = _tallies[roundId][project];
        Matching.Rate memory rate = round.rate;
        return
            Explanation(
                tally.roots,
                tally.pairs,
                rate.numerator,
                rate.denominator,
                rate.threshold,
                rate.cap,
                _matchOf(rate, tally),
                tally.gifts,
                round.dust
            );
    }

    /// @inheritdoc IQuadraticFunding
    function roundIdFor(CommunityId communityId, bytes32 salt) public pure override returns (RoundId) {
        return RoundId.wrap(keccak256(abi.encode(communityId, salt)));
    }

    // Within ----------------------------------------------------------------------------------------------------------

    function _pay(RoundId roundId, uint256 project, address to) private {
        Stored storage round = _in(roundId, Phase.Finalized);
        Matching.Tally storage tally = _tallies[roundId][project];
        if (tally.status != uint8(Status.Accepted)) {
            revert QuadraticFunding_WrongStatus(roundId, project, Status(tally.status));
        }
        (uint256 gifts, uint256 matched) = (tally.gifts, _matchOf(round.rate, tally));
        if (gifts + matched == 0) revert QuadraticFunding_NothingDue();
        tally.status = uint8(Status.Paid);
        _send(round.token, to, gifts + matched);
        emit ProjectPaid(roundId, project, to, gifts, matched);
    }

    function _addCommunity(RoundId roundId, Stored storage round, CommunityId communityId, uint96 minGift) private {
        uint256 length = round.communities.length;
        address roll = communityRegistry.membershipOf(communityId);
        if (length == MOST_COMMUNITIES || roll == address(0)) revert QuadraticFunding_InvalidCommunity(communityId);
        for (uint256 i = 0; i < length; ++i) {
            if (round.communities[i] == communityId) revert QuadraticFunding_InvalidCommunity(communityId);
        }
        round.communities.push(communityId);
        _rolls[roundId][length] = Roll(roll, minGift);
    }

    function _matchOf(Matching.Rate memory rate, Matching.Tally storage tally) private view returns (uint256) {
        bool takesPart = tally.status == uint8(Status.Accepted) || tally.status == uint8(Status.Paid);
        return takesPart ? Matching.payFor(rate, tally.pairs) : 0;
    }
}

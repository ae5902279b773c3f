// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {ICommunityRegistry} from "../interfaces/ICommunityRegistry.sol";
import {IMembership} from "../interfaces/IMembership.sol";
import {IPermit2} from "../interfaces/IPermit2.sol";
import {IQuadraticFunding} from "../interfaces/IQuadraticFunding.sol";
import {IWrappedNative} from "../interfaces/IWrappedNative.sol";
import {CommunityBound} from "../registry/CommunityBound.sol";
import {CommunityId, RoundId, VersionId} from "../types/Ids.sol";
import {Roles} from "../types/Roles.sol";
import {Matching} from "./Matching.sol";

/// @title QuadraticFunding
/// @notice See {IQuadraticFunding}. A singleton without an owner.
/// @dev Money of different rounds lies in one place, and is told apart by what each round owes: nothing is ever paid but what
/// was credited to whom it is paid for, once. {Matching} counts; here is who may do what, and when.
contract QuadraticFunding is IQuadraticFunding, CommunityBound, EIP712, Multicall, ReentrancyGuardTransient {
    using BitMaps for BitMaps.BitMap;
    using Matching for Matching.Tally;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    enum Outcome {
        Open,
        Finalized,
        Cancelled
    }

    /// @dev The first two slots, and the fourth, are all that a gift reads.
    struct Stored {
        address token;
        uint48 givingFrom;
        uint48 givingUntil;
        //
        uint96 minGift;
        uint32 undoPeriod;
        uint48 reviewUntil;
        uint48 expiresAt;
        Outcome outcome;
        bool scaleUp;
        // The pool holds what was promised.
        bool isFunded;
        bool hasHouseholds;
        //
        uint128 pool;
        uint128 cap;
        //
        uint128 householdBound;
        uint96 deposit;
        uint32 projects;
        //
        uint128 leastPool;
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

    struct StoredProject {
        address recipient;
        uint96 deposit;
        address applicant;
        bool isListed;
        VersionId versionId;
    }

    /// @param latest Of the total, the latest gift, given at `latestAt`.
    struct Contribution {
        uint104 total;
        uint104 latest;
        uint48 latestAt;
    }

    uint256 private constant MOST_COMMUNITIES = 8;

    uint256 private constant MOST_IN_HOUSEHOLD = 16;

    bytes32 private constant GIFT_TYPEHASH = keccak256("Gift(uint32 project,uint104 amount)");

    bytes32 private constant CART_TYPEHASH = keccak256(
        "Cart(bytes32 roundId,address giver,uint8 community,Gift[] gifts,uint256 total,uint256 nonce,uint256 deadline)Gift(uint32 project,uint104 amount)"
    );

    bytes32 private constant WITNESS_TYPEHASH = keccak256(
        "GiftCart(bytes32 roundId,uint8 community,Gift[] gifts,uint256 total)Gift(uint32 project,uint104 amount)"
    );

    string private constant WITNESS_TYPE =
        "GiftCart witness)Gift(uint32 project,uint104 amount)GiftCart(bytes32 roundId,uint8 community,Gift[] gifts,uint256 total)TokenPermissions(address token,uint256 amount)";

    /// @notice Uniswap's Permit2; zero where the chain has none.
    IPermit2 public immutable permit2;

    /// @notice The wrapped form of the chain's own money; zero where it has none.
    IWrappedNative public immutable wrappedNative;

    mapping(RoundId roundId => Stored) private _rounds;

    mapping(RoundId roundId => mapping(uint256 community => address membership)) private _rolls;

    mapping(RoundId roundId => mapping(uint256 project => StoredProject)) private _projects;

    mapping(RoundId roundId => mapping(uint256 project => Matching.Tally)) private _tallies;

    mapping(RoundId roundId => mapping(uint256 project => mapping(uint256 donor => Contribution))) private _gifts;

    mapping(RoundId roundId => mapping(address funder => uint256)) private _funding;

    mapping(RoundId roundId => mapping(uint256 donor => bytes32)) private _households;

    mapping(RoundId roundId => mapping(bytes32 household => uint256[])) private _donors;

    mapping(address giver => BitMaps.BitMap) private _nonces;

    constructor(
        ICommunityRegistry communityRegistry_,
        IPermit2 permit2_,
        IWrappedNative wrappedNative_
    ) CommunityBound(communityRegistry_) EIP712("Commonweal Quadratic Funding", "1") {
        (permit2, wrappedNative) = (permit2_, wrappedNative_);
    }

    // Opening and funding --------------------------------------------------------------------------------------------

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
            terms.expiresAt <= terms.reviewUntil
        ) revert QuadraticFunding_InvalidTimes();

        (round.token, round.givingFrom, round.givingUntil) = (terms.token, terms.givingFrom, terms.givingUntil);
        (round.minGift, round.undoPeriod) = (terms.minGift, terms.undoPeriod);
        (round.reviewUntil, round.expiresAt) = (terms.reviewUntil, terms.expiresAt);
        (round.scaleUp, round.isFunded) = (terms.scaleUp, terms.leastPool == 0);
        (round.cap, round.leastPool) = (terms.cap, terms.leastPool);
        (round.householdBound, round.deposit) = (terms.householdBound, terms.deposit);
        (round.communityId, round.document) = (terms.communityId, terms.document);
        _addCommunity(roundId, round, terms.communityId);
        for (uint256 i = 0; i < terms.others.length; ++i) _addCommunity(roundId, round, terms.others[i]);
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
        if (pool >= round.leastPool) round.isFunded = true;
        _funding[roundId][msg.sender] += received;
        emit PoolFunded(roundId, msg.sender, received);
    }

    // Projects -------------------------------------------------------------------------------------------------------

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

    // Giving ---------------------------------------------------------------------------------------------------------

    /// @inheritdoc IQuadraticFunding
    function setHousehold(RoundId roundId, uint256 community, bytes32 household) external override {
        Stored storage round = _in(roundId, Phase.Applications);
        IMembership.Member memory member = _recordOf(roundId, community, msg.sender);
        if (member.memberId == 0 || member.leftAt != 0) {
            revert QuadraticFunding_NotEligible(roundId, community, msg.sender);
        }
        uint256 donor = _donorOf(community, member.memberId);
        _leaveHousehold(_donors[roundId][_households[roundId][donor]], donor);
        _households[roundId][donor] = household;
        if (household != 0) {
            uint256[] storage donors = _donors[roundId][household];
            if (donors.length == MOST_IN_HOUSEHOLD) revert QuadraticFunding_HouseholdFull(household);
            donors.push(donor);
            if (!round.hasHouseholds) round.hasHouseholds = true;
        }
        emit HouseholdSet(roundId, community, member.memberId, household);
    }

    /// @inheritdoc IQuadraticFunding
    function give(
        RoundId roundId,
        uint256 community,
        Gift[] calldata gifts,
        uint256 total
    ) external override nonReentrant {
        Stored storage round = _in(roundId, Phase.Giving);
        uint256 donor = _giverOf(roundId, round, community, msg.sender);
        _requireSum(gifts, total);
        _credit(roundId, round, donor, msg.sender, gifts, total, _take(round.token, msg.sender, total));
    }

    /// @inheritdoc IQuadraticFunding
    function giveNative(
        RoundId roundId,
        uint256 community,
        Gift[] calldata gifts
    ) external payable override nonReentrant {
        Stored storage round = _in(roundId, Phase.Giving);
        if (round.token != address(wrappedNative)) revert QuadraticFunding_NotNative(roundId);
        uint256 donor = _giverOf(roundId, round, community, msg.sender);
        _requireSum(gifts, msg.value);
        uint256 before = IERC20(round.token).balanceOf(address(this));
        wrappedNative.deposit{value: msg.value}();
        _credit(roundId, round, donor, msg.sender, gifts, msg.value, _received(round.token, before, msg.value));
    }

    /// @inheritdoc IQuadraticFunding
    function giveBySig(Cart calldata cart, bytes calldata signature) external override nonReentrant {
        Stored storage round = _in(cart.roundId, Phase.Giving);
        if (block.timestamp > cart.deadline) revert QuadraticFunding_SignatureExpired(cart.deadline);
        _useNonce(cart.giver, cart.nonce);
        bytes32 digest = _hashTypedDataV4(
            keccak256(
                abi.encode(
                    CART_TYPEHASH,
                    cart.roundId,
                    cart.giver,
                    cart.community,
                    _hashOf(cart.gifts),
                    cart.total,
                    cart.nonce,
                    cart.deadline
                )
            )
        );
        if (!SignatureChecker.isValidSignatureNowCalldata(cart.giver, digest, signature)) {
            revert QuadraticFunding_InvalidSignature(cart.giver);
        }
        uint256 donor = _giverOf(cart.roundId, round, cart.community, cart.giver);
        _requireSum(cart.gifts, cart.total);
        uint256 received = _take(round.token, cart.giver, cart.total);
        _credit(cart.roundId, round, donor, cart.giver, cart.gifts, cart.total, received);
    }

    /// @inheritdoc IQuadraticFunding
    function giveWithPermit2(Cart calldata cart, bytes calldata signature) external override nonReentrant {
        Stored storage round = _in(cart.roundId, Phase.Giving);
        uint256 donor = _giverOf(cart.roundId, round, cart.community, cart.giver);
        _requireSum(cart.gifts, cart.total);
        uint256 before = IERC20(round.token).balanceOf(address(this));
        bytes32 witness = keccak256(
            abi.encode(WITNESS_TYPEHASH, cart.roundId, cart.community, _hashOf(cart.gifts), cart.total)
        );
        permit2.permitWitnessTransferFrom(
            IPermit2.PermitTransferFrom(IPermit2.TokenPermissions(round.token, cart.total), cart.nonce, cart.deadline),
            IPermit2.SignatureTransferDetails(address(this), cart.total),
            cart.giver,
            witness,
            WITNESS_TYPE,
            signature
        );
        uint256 received = _received(round.token, before, cart.total);
        _credit(cart.roundId, round, donor, cart.giver, cart.gifts, cart.total, received);
    }

    /// @inheritdoc IQuadraticFunding
    function permit(
        address token,
        address owner,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external override {
        // Somebody may have handed it in first: what counts is the allowance that there is then.
        // solhint-disable-next-line no-empty-blocks
        try IERC20Permit(token).permit(owner, address(this), value, deadline, v, r, s) {} catch {}
    }

    /// @inheritdoc IQuadraticFunding
    function useNonce(uint256 nonce) external override {
        _useNonce(msg.sender, nonce);
    }

    /// @inheritdoc IQuadraticFunding
    function undoGift(RoundId roundId, uint256 community, uint256 project) external override nonReentrant {
        Stored storage round = _in(roundId, Phase.Giving);
        uint256 donor = _ownDonor(roundId, community);
        Contribution storage contribution = _gifts[roundId][project][donor];
        uint256 amount = contribution.latest;
        if (amount == 0 || block.timestamp - contribution.latestAt >= round.undoPeriod) {
            revert QuadraticFunding_NothingDue();
        }
        _return(roundId, round, project, donor, amount, msg.sender);
    }

    // Settling -------------------------------------------------------------------------------------------------------

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
        round.outcome = Outcome.Finalized;
        emit RoundFinalized(roundId, msg.sender, rate.numerator, rate.denominator, rate.threshold, matched, left);
    }

    /// @inheritdoc IQuadraticFunding
    function cancel(RoundId roundId, string calldata reason) external override {
        Stored storage round = _rounds[roundId];
        _requireAuthority(round.communityId);
        Phase phase = _phaseOf(round);
        if (phase >= Phase.Finalized) revert QuadraticFunding_WrongPhase(roundId, phase);
        _requireReason(reason);
        round.outcome = Outcome.Cancelled;
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
    function returnGift(
        RoundId roundId,
        uint256 community,
        uint256 project,
        address to
    ) external override nonReentrant {
        Stored storage round = _rounds[roundId];
        Status status = _statusOf(roundId, project);
        if (!_isOff(_phaseOf(round)) && status != Status.Rejected) {
            revert QuadraticFunding_WrongStatus(roundId, project, status);
        }
        uint256 donor = _ownDonor(roundId, community);
        uint256 amount = _gifts[roundId][project][donor].total;
        if (amount == 0) revert QuadraticFunding_NothingDue();
        _return(roundId, round, project, donor, amount, to);
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

    // What is on record ----------------------------------------------------------------------------------------------

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
        (terms.cap, terms.minGift, terms.leastPool) = (stored.cap, stored.minGift, stored.leastPool);
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
    function contributionOf(
        RoundId roundId,
        uint256 project,
        uint256 community,
        uint256 memberId
    ) external view override returns (uint256 total, uint256 latest, uint256 latestAt) {
        Contribution storage contribution = _gifts[roundId][project][_donorOf(community, memberId)];
        return (contribution.total, contribution.latest, contribution.latestAt);
    }

    /// @inheritdoc IQuadraticFunding
    function fundingOf(RoundId roundId, address funder) external view override returns (uint256) {
        return _funding[roundId][funder];
    }

    /// @inheritdoc IQuadraticFunding
    function householdOf(
        RoundId roundId,
        uint256 community,
        uint256 memberId
    ) external view override returns (bytes32) {
        return _households[roundId][_donorOf(community, memberId)];
    }

    /// @inheritdoc IQuadraticFunding
    function isNonceUsed(address giver, uint256 nonce) external view override returns (bool) {
        return _nonces[giver].get(nonce);
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

    // Money ----------------------------------------------------------------------------------------------------------

    /// @dev Credits what arrived to the projects of a cart; where a fee was kept, in proportion, the rest of the rounding to
    /// the last.
    function _credit(
        RoundId roundId,
        Stored storage round,
        uint256 donor,
        address giver,
        Gift[] calldata gifts,
        uint256 total,
        uint256 received
    ) private {
        uint256 rest = received;
        for (uint256 i = 0; i < gifts.length; ++i) {
            uint256 amount = gifts[i].amount;
            if (received != total) amount = i + 1 == gifts.length ? rest : Math.mulDiv(amount, received, total);
            rest -= amount;
            _give(roundId, round, gifts[i].project, donor, giver, amount);
        }
    }

    function _give(
        RoundId roundId,
        Stored storage round,
        uint256 project,
        uint256 donor,
        address giver,
        uint256 amount
    ) private {
        Matching.Tally storage tally = _tallies[roundId][project];
        if (tally.status != uint8(Status.Accepted)) {
            revert QuadraticFunding_WrongStatus(roundId, project, Status(tally.status));
        }
        if (amount < round.minGift) revert QuadraticFunding_TooLittle(project, amount);
        Contribution storage contribution = _gifts[roundId][project][donor];
        uint256 before = contribution.total;
        uint256 total = before + amount;
        _gifts[roundId][project][donor] = Contribution(total.toUint104(), uint104(amount), uint48(block.timestamp));
        _count(roundId, round, project, donor, before, total);
        emit GiftMade(roundId, project, donor, giver, amount, total);
    }

    function _return(
        RoundId roundId,
        Stored storage round,
        uint256 project,
        uint256 donor,
        uint256 amount,
        address to
    ) private {
        uint256 before = _gifts[roundId][project][donor].total;
        uint256 total = before - amount;
        _gifts[roundId][project][donor] = Contribution(uint104(total), 0, 0);
        _count(roundId, round, project, donor, before, total);
        _send(round.token, to, amount);
        emit GiftReturned(roundId, project, donor, to, amount, total);
    }

    /// @dev A donor's gifts to a project go from `before` to `total`.
    function _count(
        RoundId roundId,
        Stored storage round,
        uint256 project,
        uint256 donor,
        uint256 before,
        uint256 total
    ) private {
        Matching.Tally storage tally = _tallies[roundId][project];
        (uint256 from, uint256 to) = (Matching.root(before), Matching.root(total));
        tally.move(from, to);
        tally.gifts = (tally.gifts + total - before).toUint120();
        if (!round.hasHouseholds) return;

        bytes32 household = _households[roundId][donor];
        if (household == 0) return;
        uint256[] storage donors = _donors[roundId][household];
        for (uint256 i = 0; i < donors.length; ++i) {
            if (donors[i] == donor) continue;
            uint256 other = _gifts[roundId][project][donors[i]].total;
            if (other != 0) tally.bind(from, to, Matching.root(other), round.householdBound);
        }
    }

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

    /// @dev What arrived of it.
    function _take(address token, address from, uint256 amount) private returns (uint256) {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(from, address(this), amount);
        return _received(token, before, amount);
    }

    function _send(address token, address to, uint256 amount) private {
        _requireRecipient(to);
        if (amount != 0) IERC20(token).safeTransfer(to, amount);
    }

    function _useNonce(address giver, uint256 nonce) private {
        if (_nonces[giver].get(nonce)) revert QuadraticFunding_NonceUsed(giver, nonce);
        _nonces[giver].set(nonce);
        emit NonceUsed(giver, nonce);
    }

    // Lists ----------------------------------------------------------------------------------------------------------

    function _addCommunity(RoundId roundId, Stored storage round, CommunityId communityId) private {
        uint256 length = round.communities.length;
        address roll = communityRegistry.membershipOf(communityId);
        if (length == MOST_COMMUNITIES || roll == address(0)) revert QuadraticFunding_InvalidCommunity(communityId);
        for (uint256 i = 0; i < length; ++i) {
            if (round.communities[i] == communityId) revert QuadraticFunding_InvalidCommunity(communityId);
        }
        round.communities.push(communityId);
        _rolls[roundId][length] = roll;
    }

    function _list(RoundId roundId, Stored storage round, uint256 project) private {
        StoredProject storage stored = _projects[roundId][project];
        if (stored.isListed) return;
        if (round.accepted.length == Matching.MOST_PROJECTS) revert QuadraticFunding_TooManyProjects(roundId);
        stored.isListed = true;
        round.accepted.push(uint32(project));
    }

    function _leaveHousehold(uint256[] storage donors, uint256 donor) private {
        for (uint256 i = 0; i < donors.length; ++i) {
            if (donors[i] != donor) continue;
            donors[i] = donors[donors.length - 1];
            donors.pop();
            return;
        }
    }

    // Who, and when --------------------------------------------------------------------------------------------------

    function _in(RoundId roundId, Phase phase) private view returns (Stored storage round) {
        round = _rounds[roundId];
        Phase present = _phaseOf(round);
        if (present != phase) revert QuadraticFunding_WrongPhase(roundId, present);
    }

    function _phaseOf(Stored storage round) private view returns (Phase) {
        if (round.token == address(0)) return Phase.None;
        Outcome outcome = round.outcome;
        if (outcome == Outcome.Finalized) return Phase.Finalized;
        if (outcome == Outcome.Cancelled) return Phase.Cancelled;
        if (block.timestamp < round.givingFrom) return Phase.Applications;
        if (!round.isFunded || block.timestamp >= round.expiresAt) return Phase.Expired;
        if (block.timestamp < round.givingUntil) return Phase.Giving;
        return block.timestamp < round.reviewUntil ? Phase.Review : Phase.Deciding;
    }

    /// @dev The donor that an account gives as: of the first of the communities in which it was a member.
    function _giverOf(
        RoundId roundId,
        Stored storage round,
        uint256 community,
        address account
    ) private view returns (uint256 donor) {
        for (uint256 i = 0; i <= community; ++i) {
            IMembership.Member memory member = _recordOf(roundId, i, account);
            bool isIn =
                member.memberId != 0 &&
                    member.joinedAt < round.givingFrom &&
                    (member.leftAt == 0 || member.leftAt > round.givingFrom);
            if (isIn != (i == community)) revert QuadraticFunding_NotEligible(roundId, community, account);
            donor = _donorOf(i, member.memberId);
        }
    }

    /// @dev The donor that the caller's membership is, whether it stands or has ended.
    function _ownDonor(RoundId roundId, uint256 community) private view returns (uint256) {
        uint256 memberId = _recordOf(roundId, community, msg.sender).memberId;
        if (memberId == 0) revert QuadraticFunding_NotDonor(roundId, community, msg.sender);
        return _donorOf(community, memberId);
    }

    function _recordOf(
        RoundId roundId,
        uint256 community,
        address account
    ) private view returns (IMembership.Member memory) {
        address roll = _rolls[roundId][community];
        if (roll == address(0)) revert QuadraticFunding_NotEligible(roundId, community, account);
        return IMembership(roll).memberOf(account);
    }

    function _statusOf(RoundId roundId, uint256 project) private view returns (Status) {
        return Status(_tallies[roundId][project].status);
    }

    function _received(address token, uint256 before, uint256 expected) private view returns (uint256 received) {
        received = IERC20(token).balanceOf(address(this)) - before;
        if (received > expected) revert QuadraticFunding_WrongAmount(expected, received);
    }

    function _requireAuthority(CommunityId communityId) private view {
        if (msg.sender != communityRegistry.authorityOf(communityId)) {
            revert QuadraticFunding_NotAuthority(communityId, msg.sender);
        }
    }

    function _requireApplicant(RoundId roundId, uint256 project) private view {
        if (msg.sender != _projects[roundId][project].applicant) {
            revert QuadraticFunding_NotApplicant(roundId, project, msg.sender);
        }
    }

    function _requireRecipient(address recipient) private view {
        if (recipient == address(0) || recipient == address(this)) {
            revert QuadraticFunding_InvalidRecipient(recipient);
        }
    }

    function _matchOf(Matching.Rate memory rate, Matching.Tally storage tally) private view returns (uint256) {
        bool takesPart = tally.status == uint8(Status.Accepted) || tally.status == uint8(Status.Paid);
        return takesPart ? Matching.payFor(rate, tally.pairs) : 0;
    }

    /// @dev Whether all get back what they gave.
    function _isOff(Phase phase) private pure returns (bool) {
        return phase == Phase.Cancelled || phase == Phase.Expired;
    }

    function _requireSum(Gift[] calldata gifts, uint256 total) private pure {
        uint256 sum = 0;
        for (uint256 i = 0; i < gifts.length; ++i) sum += gifts[i].amount;
        if (gifts.length == 0 || sum != total) revert QuadraticFunding_WrongTotal(total, sum);
    }

    function _requireReason(string calldata reason) private pure {
        if (bytes(reason).length == 0) revert QuadraticFunding_NoReason();
    }

    function _donorOf(uint256 community, uint256 memberId) private pure returns (uint256) {
        return (community << 64) | memberId;
    }

    function _hashOf(Gift[] calldata gifts) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](gifts.length);
        for (uint256 i = 0; i < gifts.length; ++i) {
            hashes[i] = keccak256(abi.encode(GIFT_TYPEHASH, gifts[i].project, gifts[i].amount));
        }
        return keccak256(abi.encodePacked(hashes));
    }
}

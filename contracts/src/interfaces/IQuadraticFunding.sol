// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CommunityId, RoundId, VersionId} from "../types/Ids.sol";

/// @title IQuadraticFunding
/// @notice Rounds in which what many give to a project counts more than what one gives: a pool is shared out by the products
/// of the roots of different donors' gifts. The contract holds the money, counts in the open, and pays.
///
/// ```
///  (none) ──authority: openRound──> Applications ──clock──> Giving ──clock──> Review ──clock──> Deciding ──anyone: finalize──> Finalized
///                                        │                    │                 │                  │
///                                        └── authority: cancel, from any of these ─────────────────┴──> Cancelled
///                                        └── clock: the pool never held what was promised, or nobody finalized ──> Expired
///
///  project:  Pending ──steward | authority: review──> Accepted ──anyone, once Finalized: claim──> Paid
///               │  └──────────── review ───────────> Rejected   <──steward | authority: review──┘ (from Accepted)
///               │                                       └──authority alone: review──> Accepted
///               └──applicant: withdrawApplication──> Withdrawn
/// ```
/// @dev Every phase begins in the second in which the one before ends. Money leaves by being pulled: one recipient that
/// cannot be paid stops nobody. In Cancelled and Expired donors and funders get back what they gave.
/// @dev Warning: of tokens whose balances change by themselves (rebasing) a round would owe more or less than it holds: they
/// must not be used. Tokens that keep a fee are credited with what arrived.
interface IQuadraticFunding {
    enum Phase {
        None,
        Applications,
        Giving,
        Review,
        Deciding,
        Finalized,
        Expired,
        Cancelled
    }

    enum Status {
        None,
        Pending,
        Accepted,
        Rejected,
        Withdrawn,
        Paid
    }

    /// @notice What a round is, for good from when it is opened. Times in Unix seconds, amounts in base units of the token.
    /// @param communityId The community whose round it is: its stewards review, its authority opens and cancels.
    /// @param others Communities whose members may give too; at most 7.
    /// @param token What is given and paid.
    /// @param givingFrom First second in which is given; who is a member then may give. Applications end with it.
    /// @param givingUntil First second in which is given no more.
    /// @param reviewUntil First second in which nothing is reviewed any more, and anyone may finalize.
    /// @param expiresAt First second in which it is too late for that, and all get their money back; below 2⁴⁰.
    /// @param cap The most that a project is matched with; zero for no limit.
    /// @param minGift The least that may be given to a project at once.
    /// @param leastPool What the pool has to hold when giving begins, or the round expires there and then.
    /// @param deposit What an application takes; it goes back in the end, whatever comes of it.
    /// @param householdBound M of pairs inside a household, which count k times, k = M/(M + √a√b); at its maximum they count
    /// in full, at zero nothing.
    /// @param undoPeriod Seconds in which the latest gift to a project can be taken back while giving lasts.
    /// @param scaleUp Share out all of the pool, also where it is more than the matches come to.
    /// @param document sha256 of the text for people.
    struct Terms {
        CommunityId communityId;
        CommunityId[] others;
        address token;
        uint48 givingFrom;
        uint48 givingUntil;
        uint48 reviewUntil;
        uint48 expiresAt;
        uint128 cap;
        uint96 minGift;
        uint128 leastPool;
        uint96 deposit;
        uint128 householdBound;
        uint32 undoPeriod;
        bool scaleUp;
        bytes32 document;
    }

    /// @param project Its number in the round, 1, 2, 3 … in order of application.
    struct Gift {
        uint32 project;
        uint104 amount;
    }

    /// @notice A cart that somebody else may hand in.
    /// @param nonce Any that the giver has not used yet.
    /// @param deadline Last second in which it counts.
    struct Cart {
        RoundId roundId;
        address giver;
        uint8 community;
        Gift[] gifts;
        uint256 total;
        uint256 nonce;
        uint256 deadline;
    }

    /// @param pool What funders gave.
    /// @param left What is left for funders of it, once Finalized.
    /// @param projects How many applied.
    struct Round {
        Terms terms;
        Phase phase;
        uint128 pool;
        uint128 left;
        uint32 projects;
    }

    /// @param pairs The pair sum, in 10⁻³² base units; what it is matched with before pool and cap count.
    struct Project {
        address applicant;
        address recipient;
        uint96 deposit;
        VersionId versionId;
        Status status;
        uint128 roots;
        uint120 gifts;
        uint256 pairs;
    }

    /// @notice Why a project gets what it gets.
    /// @param roots Σ⌊√(c·10³²)⌋ over its donors.
    /// @param pairs The pair sum.
    /// @param numerator With the denominator: base units paid for each of `pairs`. The denominator is zero where all get the cap.
    /// @param threshold From so many pairs on a project gets the cap; zero where none does.
    /// @param pay The match.
    /// @param gifts What was given to it, which it gets besides.
    /// @param dust What of the pool is paid to no project of the round.
    struct Explanation {
        uint256 roots;
        uint256 pairs;
        uint256 numerator;
        uint256 denominator;
        uint256 threshold;
        uint256 cap;
        uint256 pay;
        uint256 gifts;
        uint256 dust;
    }

    /// @notice The round is open for applications, on these terms for good. No two rounds have the same id.
    event RoundOpened(RoundId indexed roundId, CommunityId indexed communityId, Terms terms);
    /// @notice The pool grew by `amount`, which is what arrived.
    event PoolFunded(RoundId indexed roundId, address indexed funder, uint256 amount);
    /// @notice A new project, whose number no other has in the round.
    event ProjectApplied(
        RoundId indexed roundId,
        uint256 indexed project,
        address indexed applicant,
        address recipient,
        VersionId versionId,
        uint256 deposit,
        bytes32 document,
        string documentURI
    );
    /// @notice The applicant thought better of it; the project is over.
    event ApplicationWithdrawn(RoundId indexed roundId, uint256 indexed project);
    /// @notice From now on the project takes part (`accepted`), or not.
    event ProjectReviewed(
        RoundId indexed roundId,
        uint256 indexed project,
        address indexed by,
        bool accepted,
        string reason
    );
    /// @notice The member gives as one of this household; zero: of none. The latest holds.
    event HouseholdSet(RoundId indexed roundId, uint256 indexed community, uint256 indexed memberId, bytes32 household);
    /// @notice A donor's gifts to a project are `total` now, by one of `amount` more.
    /// @param donor `community << 64 | memberId`.
    event GiftMade(
        RoundId indexed roundId,
        uint256 indexed project,
        uint256 indexed donor,
        address giver,
        uint256 amount,
        uint256 total
    );
    /// @notice A donor's gifts to a project are `total` now: `amount` went back, to `to`.
    event GiftReturned(
        RoundId indexed roundId,
        uint256 indexed project,
        uint256 indexed donor,
        address to,
        uint256 amount,
        uint256 total
    );
    /// @notice The matches stand: see {Explanation}. `left` goes back to the funders.
    event RoundFinalized(
        RoundId indexed roundId,
        address indexed by,
        uint256 numerator,
        uint256 denominator,
        uint256 threshold,
        uint256 matched,
        uint256 left
    );
    /// @notice The community gave the round up: all get back what they gave.
    event RoundCancelled(RoundId indexed roundId, string reason);
    /// @notice The project has all that is due to it. Once for each.
    event ProjectPaid(RoundId indexed roundId, uint256 indexed project, address to, uint256 gifts, uint256 matched);
    /// @notice The funder has all that goes back to it.
    event FundingReturned(RoundId indexed roundId, address indexed funder, address to, uint256 amount);
    /// @notice The deposit went back.
    event DepositReturned(RoundId indexed roundId, uint256 indexed project, address to, uint256 amount);
    /// @notice No signed cart of the giver with this nonce counts from now on.
    event NonceUsed(address indexed giver, uint256 indexed nonce);

    /// @notice The caller does not speak for the community.
    error QuadraticFunding_NotAuthority(CommunityId communityId, address caller);
    /// @notice The caller neither holds the role that this takes, nor speaks for the community.
    error QuadraticFunding_NotSteward(CommunityId communityId, address caller);
    /// @notice No community has this id, it is named twice, or there are too many.
    error QuadraticFunding_InvalidCommunity(CommunityId communityId);
    /// @notice The round is on record already.
    error QuadraticFunding_AlreadyOpened(RoundId roundId);
    /// @notice The times do not follow each other, or begin in the past.
    error QuadraticFunding_InvalidTimes();
    /// @notice No token stands at this address.
    error QuadraticFunding_InvalidToken(address token);
    /// @notice A gift of nothing could be the least.
    error QuadraticFunding_InvalidMinimum();
    /// @notice The round is in another phase than this takes.
    error QuadraticFunding_WrongPhase(RoundId roundId, Phase phase);
    /// @notice The project is in another state than this takes.
    error QuadraticFunding_WrongStatus(RoundId roundId, uint256 project, Status status);
    /// @notice A public reason has to be given.
    error QuadraticFunding_NoReason();
    /// @notice Only the applicant may do this.
    error QuadraticFunding_NotApplicant(RoundId roundId, uint256 project, address caller);
    /// @notice Only the recipient may say where else it wants to be paid.
    error QuadraticFunding_NotRecipient(RoundId roundId, uint256 project, address caller);
    /// @notice Nothing can be paid to this address.
    error QuadraticFunding_InvalidRecipient(address recipient);
    /// @notice As many projects are accepted as a round can hold.
    error QuadraticFunding_TooManyProjects(RoundId roundId);
    /// @notice The account was no member of that community when giving began, or is one of a community named before it.
    error QuadraticFunding_NotEligible(RoundId roundId, uint256 community, address account);
    /// @notice The account's membership is not the one that gave.
    error QuadraticFunding_NotDonor(RoundId roundId, uint256 community, address account);
    /// @notice The household is full.
    error QuadraticFunding_HouseholdFull(bytes32 household);
    /// @notice The cart holds nothing, or its sum is another.
    error QuadraticFunding_WrongTotal(uint256 total, uint256 sum);
    /// @notice Less than the least was given, or less of it arrived.
    error QuadraticFunding_TooLittle(uint256 project, uint256 amount);
    /// @notice More arrived than was sent: nobody could say whose it is.
    error QuadraticFunding_WrongAmount(uint256 expected, uint256 received);
    /// @notice The signature is not the giver's, or not over this.
    error QuadraticFunding_InvalidSignature(address giver);
    /// @notice The signature counts no longer.
    error QuadraticFunding_SignatureExpired(uint256 deadline);
    /// @notice The giver has used the nonce.
    error QuadraticFunding_NonceUsed(address giver, uint256 nonce);
    /// @notice The round's token is not the chain's own money.
    error QuadraticFunding_NotNative(RoundId roundId);
    /// @notice There is nothing that could be taken back or paid.
    error QuadraticFunding_NothingDue();

    /// @notice Opens a round. Only the community's authority.
    function openRound(bytes32 salt, Terms calldata terms) external returns (RoundId roundId);

    /// @notice Gives to the pool, for good unless the round is cancelled or expires, or some of it is left. Anyone, until
    /// giving ends.
    function fund(RoundId roundId, uint256 amount) external;

    /// @notice Proposes a project, to be paid to `recipient`. Anyone, until giving begins.
    /// @param versionId The model version that is to be built; zero for none.
    /// @param document sha256 of the text for people, at `documentURI`.
    function submitApplication(
        RoundId roundId,
        address recipient,
        VersionId versionId,
        bytes32 document,
        string calldata documentURI
    ) external returns (uint256 project);

    /// @notice Takes an application back and returns its deposit. The applicant, until giving begins.
    function withdrawApplication(RoundId roundId, uint256 project) external;

    /// @notice Lets a project take part, or not, for a public reason. A steward of the community or its authority; what was
    /// rejected is accepted by the authority alone. Accepting is for stewards until giving ends, the rest until the review
    /// does.
    function review(RoundId roundId, uint256 project, bool accepted, string calldata reason) external;

    /// @notice Says that the caller gives as one of a household: what its members give to the same project counts less
    /// together. Members of one of the round's communities, until giving begins; zero takes it back.
    /// @param community Its place in the round: 0 for the community whose round it is, then the others.
    function setHousehold(RoundId roundId, uint256 community, bytes32 household) external;

    /// @notice Gives to projects, in one transfer. Who was a member of `community` when giving began.
    /// @param total The sum of the gifts.
    function give(RoundId roundId, uint256 community, Gift[] calldata gifts, uint256 total) external;

    /// @notice {give} with the chain's own money, where the round's token is its wrapped form; the value sent is the total.
    function giveNative(RoundId roundId, uint256 community, Gift[] calldata gifts) external payable;

    /// @notice {give} for whoever signed the cart. Anyone may hand it in, at any time until its deadline.
    function giveBySig(Cart calldata cart, bytes calldata signature) external;

    /// @notice {give} for whoever signed Permit2's transfer with the gifts as its witness. Anyone may hand it in.
    /// @dev Witness: `GiftCart(bytes32 roundId,uint8 community,Gift[] gifts,uint256 total)`; nonce and deadline are Permit2's.
    function giveWithPermit2(Cart calldata cart, bytes calldata signature) external;

    /// @notice Hands in an ERC-2612 permit for this contract; one that was handed in before changes nothing.
    function permit(
        address token,
        address owner,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice Uses up a nonce, so that no signed cart with it counts.
    function useNonce(uint256 nonce) external;

    /// @notice Takes back the caller's latest gift to a project, within the round's undo period, while giving lasts.
    function undoGift(RoundId roundId, uint256 community, uint256 project) external;

    /// @notice Settles what every project gets. Anyone, once the review is over.
    /// @param threshold The pairs from which on a project gets the cap; zero where none does. `sdk/matching` tells it; any
    /// other reverts with {Matching-Matching_WrongThreshold}.
    function finalize(RoundId roundId, uint256 threshold) external;

    /// @notice Gives the round up, for a public reason. Only the authority, until it is finalized or expires.
    function cancel(RoundId roundId, string calldata reason) external;

    /// @notice Pays a project its gifts and its match. Anyone, once Finalized.
    function claim(RoundId roundId, uint256 project) external;

    /// @notice {claim} to another address. Only the recipient.
    function claimTo(RoundId roundId, uint256 project, address to) external;

    /// @notice Returns all that the caller's membership gave to a project: where the project is rejected, or the round is
    /// Cancelled or Expired. Also after the member has left.
    function returnGift(RoundId roundId, uint256 community, uint256 project, address to) external;

    /// @notice Returns what the caller gave to the pool, where the round is Cancelled or Expired; or its share of what is
    /// left, once Finalized.
    function returnFunding(RoundId roundId, address to) external;

    /// @notice Returns an application's deposit to the applicant: where it was rejected or withdrawn, or the round is over.
    function returnDeposit(RoundId roundId, uint256 project, address to) external;

    /// @notice All of a round; reverts with {QuadraticFunding_WrongPhase} where there is none.
    function roundOf(RoundId roundId) external view returns (Round memory);

    /// @notice The phase now.
    function phaseOf(RoundId roundId) external view returns (Phase);

    /// @notice All of a project; all zero where there is none.
    function projectOf(RoundId roundId, uint256 project) external view returns (Project memory);

    /// @notice The projects that were ever accepted, in that order.
    function acceptedProjects(RoundId roundId) external view returns (uint32[] memory);

    /// @notice What a member has given to a project by now, and what of it the latest gift was, and when that was.
    function contributionOf(
        RoundId roundId,
        uint256 project,
        uint256 community,
        uint256 memberId
    ) external view returns (uint256 total, uint256 latest, uint256 latestAt);

    /// @notice What the account gave to the pool and has not got back.
    function fundingOf(RoundId roundId, address funder) external view returns (uint256);

    /// @notice The household that the member gives as one of; zero for none.
    function householdOf(RoundId roundId, uint256 community, uint256 memberId) external view returns (bytes32);

    /// @notice Whether the giver has used the nonce.
    function isNonceUsed(address giver, uint256 nonce) external view returns (bool);

    /// @notice Why a project gets what it gets, once Finalized.
    function explain(RoundId roundId, uint256 project) external view returns (Explanation memory);

    /// @notice The id that a community's round with this salt has.
    function roundIdFor(CommunityId communityId, bytes32 salt) external pure returns (RoundId);
}

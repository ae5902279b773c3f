// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {QuadraticFunding} from "../../src/funding/QuadraticFunding.sol";
import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {IQuadraticFunding} from "../../src/interfaces/IQuadraticFunding.sol";
import {IWrappedNative} from "../../src/interfaces/IWrappedNative.sol";
import {CommunityId, RoundId, VersionId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {WrappedNativeDouble} from "../doubles/GiftTokenDoubles.sol";
import {MembersDouble} from "../doubles/MembersDouble.sol";
import {Permit2Double} from "../doubles/Permit2Double.sol";
import {TokenDouble} from "../doubles/TokenDoubles.sol";
import {TestBase} from "../TestBase.sol";

/// @notice Two communities whose rolls say what a test wants, the river and the hill, and a round of the river's in which both
/// may give. Amounts are in base units of an ordinary token.
abstract contract FundingFixture is TestBase {
    uint48 internal constant START = 1_800_000_000;

    uint48 internal constant GIVING = START + 10 days;

    uint48 internal constant REVIEW = START + 20 days;

    uint48 internal constant DECIDING = START + 25 days;

    uint48 internal constant EXPIRY = START + 55 days;

    uint256 internal constant RIVER = 0;

    uint256 internal constant HILL = 1;

    /// @dev So many members of either community are there from the start.
    uint64 internal constant KNOWN = 4;

    VersionId internal constant NO_VERSION = VersionId.wrap(0);

    CommunityRegistry internal communities;

    QuadraticFunding internal funding;

    TokenDouble internal token;

    Permit2Double internal permit2;

    WrappedNativeDouble internal wrapped;

    CommunityId internal river;

    CommunityId internal hill;

    MembersDouble internal riverRoll;

    MembersDouble internal hillRoll;

    address internal authority;

    address internal steward;

    address internal funder;

    address internal applicant;

    address internal stranger;

    mapping(uint256 index => address) internal known;

    mapping(address account => bool) internal isKnown;

    mapping(address account => uint256 community) internal communityOf;

    function setUp() public virtual {
        vm.warp(START);
        communities = new CommunityRegistry();
        (permit2, wrapped) = (new Permit2Double(), new WrappedNativeDouble());
        funding = new QuadraticFunding(communities, permit2, IWrappedNative(address(wrapped)));
        token = new TokenDouble();
        authority = makeAddr("authority");
        steward = makeAddr("steward");
        funder = makeAddr("funder");
        applicant = makeAddr("applicant");
        stranger = makeAddr("stranger");
        (river, riverRoll) = newCommunity("river", authority);
        (hill, hillRoll) = newCommunity("hill", makeAddr("hill's authority"));
        riverRoll.setRoles(steward, Roles.STEWARD);
        // Before a test expects something of its next call.
        for (uint64 i = 1; i <= KNOWN; ++i) (known[i], known[KNOWN + i]) = (member(i), hillMember(i));
        use(token);
    }

    /// @dev From now on {terms} are in this token, and whoever gives has enough of it.
    function use(TokenDouble token_) internal {
        token = token_;
        endow(funder);
        endow(applicant);
        for (uint256 i = 1; i <= 2 * KNOWN; ++i) endow(known[i]);
    }

    function newCommunity(
        bytes32 salt,
        address authority_
    ) internal returns (CommunityId communityId, MembersDouble roll) {
        communityId = communities.communityIdFor(address(this), salt);
        roll = new MembersDouble();
        roll.setCommunityId(communityId);
        communities.register(
            salt,
            ICommunityRegistry.Parts(authority_, address(roll), address(0), address(0)),
            "Name",
            0,
            ""
        );
    }

    /// @dev Of the river's round: the hill may give too; no cap, no deposit, households count in full, an hour to undo.
    function terms() internal view returns (IQuadraticFunding.Terms memory t) {
        t.communityId = river;
        t.others = new CommunityId[](1);
        t.others[0] = hill;
        t.token = address(token);
        (t.givingFrom, t.givingUntil, t.reviewUntil, t.expiresAt) = (GIVING, REVIEW, DECIDING, EXPIRY);
        t.minGift = 1;
        t.householdBound = type(uint128).max;
        t.undoPeriod = 1 hours;
        t.document = "document";
    }

    function open(bytes32 salt, IQuadraticFunding.Terms memory t) internal returns (RoundId) {
        vm.prank(authority);
        return funding.openRound(salt, t);
    }

    /// @dev Enough of everything, and leave to take it.
    function endow(address account) internal {
        token.mint(account, 1e40);
        vm.prank(account);
        token.approve(address(funding), type(uint256).max);
    }

    /// @dev With so many projects accepted and giving begun.
    function opened(
        bytes32 salt,
        IQuadraticFunding.Terms memory t,
        uint256 projects
    ) internal returns (RoundId roundId) {
        roundId = open(salt, t);
        withProjects(roundId, projects);
        vm.warp(GIVING);
    }

    function finalize(RoundId roundId) internal {
        vm.warp(DECIDING);
        funding.finalize(roundId, 0);
    }

    function cancel(RoundId roundId) internal {
        vm.prank(authority);
        funding.cancel(roundId, "the pool's funder is gone");
    }

    function fund(RoundId roundId, uint256 amount) internal {
        vm.prank(funder);
        funding.fund(roundId, amount);
    }

    /// @dev The river's member of this number, who joined before everything.
    function member(uint64 number) internal returns (address account) {
        return memberOf(riverRoll, "river", number);
    }

    function hillMember(uint64 number) internal returns (address account) {
        return memberOf(hillRoll, "hill", number);
    }

    function memberOf(MembersDouble roll, string memory name, uint64 number) internal returns (address account) {
        account = makeAddr(string.concat(name, "'s member ", vm.toString(uint256(number))));
        if (isKnown[account]) return account;
        isKnown[account] = true;
        if (address(roll) == address(hillRoll)) communityOf[account] = HILL;
        roll.setMember(account, number, START - 1, 0);
        endow(account);
    }

    function submitted(RoundId roundId, address recipient) internal returns (uint256) {
        vm.prank(applicant);
        return funding.submitApplication(roundId, recipient, NO_VERSION, "document", "ipfs://text");
    }

    function accept(RoundId roundId, uint256 project) internal {
        vm.prank(steward);
        funding.review(roundId, project, true, "it fits");
    }

    function reject(RoundId roundId, uint256 project) internal {
        vm.prank(steward);
        funding.review(roundId, project, false, "it does not fit");
    }

    /// @dev Projects 1 to `count`, all accepted; {recipientOf} says who is paid.
    function withProjects(RoundId roundId, uint256 count) internal {
        for (uint256 i = 1; i <= count; ++i) accept(roundId, submitted(roundId, recipientOf(i)));
    }

    function recipientOf(uint256 project) internal returns (address) {
        return makeAddr(string.concat("recipient ", vm.toString(project)));
    }

    function cart(uint256 project, uint256 amount) internal pure returns (IQuadraticFunding.Gift[] memory gifts) {
        gifts = new IQuadraticFunding.Gift[](1);
        gifts[0] = IQuadraticFunding.Gift(uint32(project), uint104(amount));
    }

    function cart(
        uint256 project,
        uint256 amount,
        uint256 other,
        uint256 otherAmount
    ) internal pure returns (IQuadraticFunding.Gift[] memory gifts) {
        gifts = new IQuadraticFunding.Gift[](2);
        gifts[0] = IQuadraticFunding.Gift(uint32(project), uint104(amount));
        gifts[1] = IQuadraticFunding.Gift(uint32(other), uint104(otherAmount));
    }

    function givenBy(
        RoundId roundId,
        uint256 community,
        uint64 memberId,
        uint256 project
    ) internal view returns (uint256 total) {
        (total, , ) = funding.contributionOf(roundId, project, community, memberId);
    }

    function undo(RoundId roundId, address giver, uint256 community, uint256 project) internal {
        vm.prank(giver);
        funding.undoGift(roundId, community, project);
    }

    function setHousehold(RoundId roundId, address giver, uint256 community, bytes32 household) internal {
        vm.prank(giver);
        funding.setHousehold(roundId, community, household);
    }

    function give(RoundId roundId, address giver, uint256 project, uint256 amount) internal {
        vm.prank(giver);
        funding.give(roundId, communityOf[giver], cart(project, amount), amount);
    }

    function phase(RoundId roundId, IQuadraticFunding.Phase expected) internal view {
        vm.assertEq(uint256(funding.phaseOf(roundId)), uint256(expected), "phase");
    }

    function expectWrongPhase(RoundId roundId, IQuadraticFunding.Phase present) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_WrongPhase.selector, roundId, present)
        );
    }

    function expectNotEligible(RoundId roundId, uint256 community, address account) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_NotEligible.selector, roundId, community, account)
        );
    }

    function expectNotDonor(RoundId roundId, uint256 community, address account) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_NotDonor.selector, roundId, community, account)
        );
    }

    function expectNothingDue() internal {
        vm.expectRevert(IQuadraticFunding.QuadraticFunding_NothingDue.selector);
    }

    function expectWrongTotal(uint256 total, uint256 sum) internal {
        vm.expectRevert(abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_WrongTotal.selector, total, sum));
    }

    function expectTooLittle(uint256 project, uint256 amount) internal {
        vm.expectRevert(abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_TooLittle.selector, project, amount));
    }

    function expectWrongStatus(RoundId roundId, uint256 project, IQuadraticFunding.Status present) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IQuadraticFunding.QuadraticFunding_WrongStatus.selector, roundId, project, present)
        );
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Federation} from "../../src/federation/Federation.sol";
import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {CulturalProtocols} from "../../src/protocols/CulturalProtocols.sol";
import {CommunityId, GroupId, PolicyId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {NaiveCalendar} from "./NaiveCalendar.sol";
import {PolicyFixture} from "./PolicyFixture.sol";

/// @notice What is decided by rules, a requester and a moment, and by nothing else.
contract EvaluatingTest is PolicyFixture {
    uint256 private constant PURPOSES = 9;

    /// @dev As far as a scan goes that no decision ends before.
    uint256 private constant SCANNED_DAYS = 500;

    CulturalProtocols private _protocols;

    function setUp() public {
        CommunityRegistry communities = new CommunityRegistry();
        _protocols = new CulturalProtocols(communities, new Federation(communities));
    }

    function test_reasons_haveTheNumbersThatOthersKnowThemBy() public pure {
        vm.assertEq(uint256(ICulturalProtocols.Reason.Allowed), 0);
        vm.assertEq(uint256(ICulturalProtocols.Reason.UnknownPolicy), 1);
        vm.assertEq(uint256(ICulturalProtocols.Reason.Audience), 2);
        vm.assertEq(uint256(ICulturalProtocols.Reason.Purpose), 3);
        vm.assertEq(uint256(ICulturalProtocols.Reason.OutreachOnly), 4);
        vm.assertEq(uint256(ICulturalProtocols.Reason.CommercialRefused), 5);
        vm.assertEq(uint256(ICulturalProtocols.Reason.CommercialNotGranted), 6);
        vm.assertEq(uint256(ICulturalProtocols.Reason.DerivativeRefused), 7);
        vm.assertEq(uint256(ICulturalProtocols.Reason.DerivativeNotApproved), 8);
        vm.assertEq(uint256(ICulturalProtocols.Reason.Expired), 9);
        vm.assertEq(uint256(ICulturalProtocols.Reason.ClosedEarly), 10);
        vm.assertEq(uint256(ICulturalProtocols.Reason.OutOfSeason), 11);
    }

    // parts

    function test_parts_noneIsAnUnknownPolicy() public view {
        _assertDecision(new ICulturalProtocols.Part[](0), _request(), ICulturalProtocols.Reason.UnknownPolicy, 0);
    }

    function test_parts_sixteenAreDecidedAndSeventeenAreNot() public view {
        _assertDecision(_copies(16), _request(), ICulturalProtocols.Reason.Allowed, MAY + 16);
        _assertDecision(_copies(17), _request(), ICulturalProtocols.Reason.UnknownPolicy, 0);
    }

    function test_parts_everyOneHasToAllow() public view {
        for (uint256 i = 0; i < 16; ++i) {
            ICulturalProtocols.Part[] memory parts = _copies(16);
            parts[i].rules.purposes = 0;
            _assertDecision(parts, _request(), ICulturalProtocols.Reason.Purpose, 0);
        }
    }

    // audience

    function test_audience_noClauseLetsNobodyIn() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.audience = new ICulturalProtocols.Clause[](0);
        _assertReason(part, _everything(), ICulturalProtocols.Reason.Audience);
    }

    function test_audience_aClauseWithoutTermsLetsNobodyIn() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.audience = clauses(clause(0, 0));
        _assertReason(part, _everything(), ICulturalProtocols.Reason.Audience);
        part.rules.audience = clauses(clause(ANYONE, 0), clause(0, 0));
        _assertReason(part, _everything(), ICulturalProtocols.Reason.Audience);
    }

    function test_audience_aKindWithoutAMeaningLetsNobodyIn() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.audience = clauses(clause(0xf8, 0));
        _assertReason(part, _everything(), ICulturalProtocols.Reason.Audience);
    }

    function test_audience_anyoneIsWhoeverAsks() public view {
        _assertReason(_part(), _request(), ICulturalProtocols.Reason.Allowed);
    }

    function test_audience_communityIsAMemberOfThePartsOwn() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.audience = clauses(clause(COMMUNITY, 0));
        ICulturalProtocols.Request memory request = _request();
        _assertReason(part, request, ICulturalProtocols.Reason.Audience);
        request.memberships = _standing(communityAt(1), Roles.ALL);
        _assertReason(part, request, ICulturalProtocols.Reason.Audience);
        request.memberships = _standing(communityAt(0), 0);
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
        request.memberships = _standings(communityAt(1), 0, communityAt(0), 0);
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
        request.memberships = _standings(communityAt(0), 0, communityAt(1), 0);
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);

        request = _request();
        request.grants = _communities(communityAt(0));
        _assertReason(part, request, ICulturalProtocols.Reason.Audience);
    }

    function test_audience_aRoleIsHeldInThePartsOwnCommunity() public view {
        ICulturalProtocols.Part memory part = _part();
        uint8[3] memory roles = [Roles.ELDER, Roles.STEWARD, Roles.TREASURER];
        for (uint256 i = 0; i < 3; ++i) {
            part.rules.audience = clauses(clause(0, roles[i]));
            ICulturalProtocols.Request memory request = _request();
            request.memberships = _standing(communityAt(0), roles[i]);
            _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
            request.memberships = _standing(communityAt(0), Roles.ALL & ~roles[i]);
            _assertReason(part, request, ICulturalProtocols.Reason.Audience);
            request.memberships = _standings(communityAt(0), 0, communityAt(1), Roles.ALL);
            _assertReason(part, request, ICulturalProtocols.Reason.Audience);
            part.rules.audience = clauses(clause(0, Roles.ALL));
            request.memberships = _standing(communityAt(0), roles[i]);
            _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
        }
    }

    function test_audience_standingsInTheSameCommunityAddUp() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.audience = clauses(clause(0, Roles.ELDER), clause(0, Roles.TREASURER));
        ICulturalProtocols.Request memory request = _request();
        request.memberships = _standings(communityAt(0), Roles.ELDER, communityAt(0), Roles.TREASURER);
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
    }

    function test_audience_granteesAreThoseThatThePartsOwnCommunitySharesWith() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.audience = clauses(clause(GRANTEES, 0));
        ICulturalProtocols.Request memory request = _request();
        request.memberships = _standing(communityAt(0), Roles.ALL);
        _assertReason(part, request, ICulturalProtocols.Reason.Audience);
        request.grants = _communities(communityAt(1));
        _assertReason(part, request, ICulturalProtocols.Reason.Audience);
        request.grants = new CommunityId[](2);
        (request.grants[0], request.grants[1]) = (communityAt(1), communityAt(0));
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
    }

    function test_audience_aGroupIsAnyOfThoseNamed() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.audience = clauses(groupClause(groupAt(0)));
        part.rules.audience[0].groups = new GroupId[](2);
        (part.rules.audience[0].groups[0], part.rules.audience[0].groups[1]) = (groupAt(0), groupAt(1));
        ICulturalProtocols.Request memory request = _request();
        _assertReason(part, request, ICulturalProtocols.Reason.Audience);
        request.groups = new GroupId[](2);
        (request.groups[0], request.groups[1]) = (groupAt(2), groupAt(3));
        _assertReason(part, request, ICulturalProtocols.Reason.Audience);
        request.groups[0] = groupAt(1);
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
        (request.groups[0], request.groups[1]) = (groupAt(2), groupAt(0));
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
    }

    function test_audience_anyTermOfAClauseIsEnough() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.audience = clauses(groupClause(groupAt(0)));
        (part.rules.audience[0].kinds, part.rules.audience[0].roles) = (COMMUNITY | GRANTEES, Roles.ELDER);
        ICulturalProtocols.Request memory request = _request();
        _assertReason(part, request, ICulturalProtocols.Reason.Audience);
        request.groups = part.rules.audience[0].groups;
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
        request = _request();
        request.grants = _communities(communityAt(0));
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
        request = _request();
        request.memberships = _standing(communityAt(0), 0);
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
    }

    function test_audience_everyClauseHasToFit() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.audience = clauses(clause(COMMUNITY, 0), groupClause(groupAt(0)));
        ICulturalProtocols.Request memory request = _request();
        request.groups = part.rules.audience[1].groups;
        _assertReason(part, request, ICulturalProtocols.Reason.Audience);
        request.memberships = _standing(communityAt(0), 0);
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
        request.groups = new GroupId[](0);
        _assertReason(part, request, ICulturalProtocols.Reason.Audience);
    }

    function test_audience_eachPartAsksAboutItsOwnCommunity() public view {
        ICulturalProtocols.Part[] memory parts = new ICulturalProtocols.Part[](2);
        (parts[0], parts[1]) = (_part(), _part());
        (parts[1].policyId, parts[1].communityId) = (policyAt(1), communityAt(1));
        parts[0].rules.audience = clauses(clause(COMMUNITY, 0));
        parts[1].rules.audience = clauses(clause(COMMUNITY, 0));
        ICulturalProtocols.Request memory request = _request();
        request.memberships = _standing(communityAt(0), 0);
        _assertDecision(parts, request, ICulturalProtocols.Reason.Audience, 0);
        request.memberships = _standing(communityAt(1), 0);
        _assertDecision(parts, request, ICulturalProtocols.Reason.Audience, 0);
        request.memberships = _standings(communityAt(1), 0, communityAt(0), 0);
        _assertDecision(parts, request, ICulturalProtocols.Reason.Allowed, 0);
    }

    // purpose

    function test_purpose_isAllowedByItsOwnBitAlone() public view {
        ICulturalProtocols.Part memory part = _part();
        ICulturalProtocols.Request memory request = _request();
        for (uint256 asked = 0; asked < PURPOSES; ++asked) {
            request.purpose = ICulturalProtocols.Purpose(asked);
            for (uint256 listed = 0; listed < PURPOSES; ++listed) {
                part.rules.purposes = uint16(1 << listed);
                _assertReason(
                    part,
                    request,
                    asked == listed ? ICulturalProtocols.Reason.Allowed : ICulturalProtocols.Reason.Purpose
                );
            }
            part.rules.purposes = uint16(ALL_PURPOSES & ~(1 << asked));
            _assertReason(part, request, ICulturalProtocols.Reason.Purpose);
        }
    }

    // outreach

    function test_outreach_isEducationAndLanguageAndNotForGain() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.outreachOnly = true;
        for (uint256 asked = 0; asked < PURPOSES; ++asked) {
            ICulturalProtocols.Request memory request = _request();
            request.purpose = ICulturalProtocols.Purpose(asked);
            _assertReason(
                part,
                request,
                asked < 2 ? ICulturalProtocols.Reason.Allowed : ICulturalProtocols.Reason.OutreachOnly
            );
            request.commercial = true;
            _assertReason(part, request, ICulturalProtocols.Reason.OutreachOnly);
        }
    }

    // commercial

    function test_commercial_refusedIsRefusedByFlagAndByPurpose() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.commercial = ICulturalProtocols.Commercial.Refused;
        for (uint256 asked = 0; asked < PURPOSES; ++asked) {
            ICulturalProtocols.Request memory request = _request();
            request.purpose = ICulturalProtocols.Purpose(asked);
            request.commercialGrants = _policies(policyAt(0));
            bool byPurpose = request.purpose == ICulturalProtocols.Purpose.Commercial;
            _assertReason(
                part,
                request,
                byPurpose ? ICulturalProtocols.Reason.CommercialRefused : ICulturalProtocols.Reason.Allowed
            );
            request.commercial = true;
            _assertReason(part, request, ICulturalProtocols.Reason.CommercialRefused);
        }
    }

    function test_commercial_grantedIsForWhoHasAGrantForThisPolicy() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.commercial = ICulturalProtocols.Commercial.Granted;
        ICulturalProtocols.Request memory request = _request();
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
        request.purpose = ICulturalProtocols.Purpose.Commercial;
        _assertReason(part, request, ICulturalProtocols.Reason.CommercialNotGranted);
        request.purpose = ICulturalProtocols.Purpose.Research;
        request.commercial = true;
        request.derivativeApprovals = _policies(policyAt(0));
        _assertReason(part, request, ICulturalProtocols.Reason.CommercialNotGranted);
        request.commercialGrants = _policies(policyAt(1));
        _assertReason(part, request, ICulturalProtocols.Reason.CommercialNotGranted);
        request.commercialGrants = new PolicyId[](2);
        (request.commercialGrants[0], request.commercialGrants[1]) = (policyAt(1), policyAt(0));
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
    }

    function test_commercial_sharedIsForEverybodyWhateverTheShare() public view {
        ICulturalProtocols.Part memory part = _part();
        ICulturalProtocols.Request memory request = _request();
        request.commercial = true;
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
        part.rules.shareBps = 10_000;
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
    }

    // derivatives

    function test_derivatives_refusedIsRefused() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.derivatives = ICulturalProtocols.Derivatives.Refused;
        ICulturalProtocols.Request memory request = _request();
        request.purpose = ICulturalProtocols.Purpose.Training;
        request.derivativeApprovals = _policies(policyAt(0));
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
        request.derivative = true;
        _assertReason(part, request, ICulturalProtocols.Reason.DerivativeRefused);
    }

    function test_derivatives_byApprovalIsForWhatWasApprovedUnderThisPolicy() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.derivatives = ICulturalProtocols.Derivatives.ByApproval;
        ICulturalProtocols.Request memory request = _request();
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
        request.derivative = true;
        request.commercialGrants = _policies(policyAt(0));
        _assertReason(part, request, ICulturalProtocols.Reason.DerivativeNotApproved);
        request.derivativeApprovals = _policies(policyAt(1));
        _assertReason(part, request, ICulturalProtocols.Reason.DerivativeNotApproved);
        request.derivativeApprovals = _policies(policyAt(0));
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
    }

    function test_derivatives_reciprocalIsForEverybody() public view {
        ICulturalProtocols.Request memory request = _request();
        request.derivative = true;
        _assertReason(_part(), request, ICulturalProtocols.Reason.Allowed);
    }

    // time

    function test_expiry_isTheFirstSecondOfRefusal() public view {
        ICulturalProtocols.Part memory part = _part();
        _assertAt(part, MAY, ICulturalProtocols.Reason.Allowed, 0);
        part.rules.expiresAt = uint48(MAY);
        _assertAt(part, 0, ICulturalProtocols.Reason.Allowed, MAY);
        _assertAt(part, MAY - 1, ICulturalProtocols.Reason.Allowed, MAY);
        _assertAt(part, MAY, ICulturalProtocols.Reason.Expired, 0);
        _assertAt(part, MAY + 1, ICulturalProtocols.Reason.Expired, 0);
    }

    function test_closing_endsInItsSecond() public view {
        ICulturalProtocols.Part memory part = _part();
        part.closedUntil = uint48(MAY);
        _assertAt(part, 0, ICulturalProtocols.Reason.ClosedEarly, MAY);
        _assertAt(part, MAY - 1, ICulturalProtocols.Reason.ClosedEarly, MAY);
        _assertAt(part, MAY, ICulturalProtocols.Reason.Allowed, 0);
    }

    function test_season_beginsAndEndsAtLocalMidnight() public view {
        ICulturalProtocols.Part memory part = _part();
        // May, half a day behind UTC.
        part.rules.season = daysBetween(FIRST_OF_MAY, FIRST_OF_MAY + 30, -720);
        uint256 begin = MAY + 12 hours;
        _assertAt(part, begin - 1, ICulturalProtocols.Reason.OutOfSeason, begin);
        _assertAt(part, begin, ICulturalProtocols.Reason.Allowed, begin + 31 days);
        _assertAt(part, begin + 31 days - 1, ICulturalProtocols.Reason.Allowed, begin + 31 days);
        // 2028 is a leap year.
        _assertAt(part, begin + 31 days, ICulturalProtocols.Reason.OutOfSeason, begin + 366 days);
    }

    function test_season_ofWhichBothWordsCount() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.season = ICulturalProtocols.Season(0, 0, 1);
        // 13 September, day 256.
        _assertAt(part, MAY, ICulturalProtocols.Reason.OutOfSeason, MAY + 135 days);
        _assertAt(part, MAY + 135 days, ICulturalProtocols.Reason.Allowed, MAY + 136 days);
        part.rules.season = ICulturalProtocols.Season(0, 1, 0);
        // 1 January, day 0.
        _assertAt(part, MAY, ICulturalProtocols.Reason.OutOfSeason, MAY + 245 days);
        _assertAt(part, MAY + 245 days, ICulturalProtocols.Reason.Allowed, MAY + 246 days);
    }

    function test_season_anOffsetAloneIsNone() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.season.utcOffset = 60;
        _assertAt(part, MAY, ICulturalProtocols.Reason.Allowed, 0);
    }

    // until, where it is allowed

    function test_until_isTheEarliestEndOfAnyPart() public view {
        ICulturalProtocols.Part[] memory parts = _copies(3);
        for (uint256 i = 0; i < 3; ++i) parts[i].rules.expiresAt = uint48(MAY + 100 days);
        parts[1].rules.season = daysBetween(FIRST_OF_MAY, FIRST_OF_MAY + 30, 0);
        _assertDecision(parts, _request(), ICulturalProtocols.Reason.Allowed, MAY + 31 days);
        parts[2].rules.season = daysBetween(0, FIRST_OF_MAY + 29, 0);
        _assertDecision(parts, _request(), ICulturalProtocols.Reason.Allowed, MAY + 30 days);
        parts[0].rules.expiresAt = uint48(MAY + 30 days - 1);
        _assertDecision(parts, _request(), ICulturalProtocols.Reason.Allowed, MAY + 30 days - 1);
        parts[2].rules.expiresAt = uint48(MAY + 1);
        _assertDecision(parts, _request(), ICulturalProtocols.Reason.Allowed, MAY + 1);
    }

    function test_until_isNotBoundByASeasonThatNeverCloses() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.season = ICulturalProtocols.Season(0, type(uint256).max, type(uint256).max);
        _assertAt(part, MAY, ICulturalProtocols.Reason.Allowed, 0);
        part.rules.expiresAt = uint48(MAY + 5);
        _assertAt(part, MAY, ICulturalProtocols.Reason.Allowed, MAY + 5);
    }

    function test_until_isNotBoundByAnEarlyCloseThatIsOver() public view {
        ICulturalProtocols.Part memory part = _part();
        part.closedUntil = uint48(MAY - 1);
        _assertAt(part, MAY, ICulturalProtocols.Reason.Allowed, 0);
    }

    // until, where time alone refuses

    function test_until_isNeverWhereItHasExpiredByThen() public view {
        ICulturalProtocols.Part memory part = _part();
        part.closedUntil = uint48(MAY + 100);
        part.rules.expiresAt = uint48(MAY + 99);
        _assertAt(part, MAY, ICulturalProtocols.Reason.ClosedEarly, 0);
        part.rules.expiresAt = uint48(MAY + 100);
        _assertAt(part, MAY, ICulturalProtocols.Reason.ClosedEarly, 0);
        part.rules.expiresAt = uint48(MAY + 101);
        _assertAt(part, MAY, ICulturalProtocols.Reason.ClosedEarly, MAY + 100);
    }

    function test_until_isNeverWhereAnotherPartHasExpiredByThen() public view {
        ICulturalProtocols.Part[] memory parts = _copies(2);
        (parts[0].rules.expiresAt, parts[1].rules.expiresAt) = (uint48(MAY + 1 days), 0);
        parts[1].rules.season = daysBetween(FIRST_OF_MAY + 1, FIRST_OF_MAY + 1, 0);
        _assertDecision(parts, _request(), ICulturalProtocols.Reason.OutOfSeason, 0);
        parts[0].rules.expiresAt = uint48(MAY + 1 days + 1);
        _assertDecision(parts, _request(), ICulturalProtocols.Reason.OutOfSeason, MAY + 1 days);
    }

    function test_until_isWhenAllThatIsClosedHasOpened() public view {
        ICulturalProtocols.Part[] memory parts = _copies(3);
        for (uint256 i = 0; i < 3; ++i) parts[i].rules.expiresAt = 0;
        parts[0].closedUntil = uint48(MAY + 5 days);
        parts[1].closedUntil = uint48(MAY + 7 days);
        _assertDecision(parts, _request(), ICulturalProtocols.Reason.ClosedEarly, MAY + 7 days);
        // By then the season is over, until the next.
        parts[2].rules.season = daysBetween(FIRST_OF_MAY, FIRST_OF_MAY + 6, 0);
        _assertDecision(parts, _request(), ICulturalProtocols.Reason.ClosedEarly, MAY + 366 days);
        parts[2].rules.season = daysBetween(FIRST_OF_MAY, FIRST_OF_MAY + 7, 0);
        _assertDecision(parts, _request(), ICulturalProtocols.Reason.ClosedEarly, MAY + 7 days);
        parts[2].rules.season = daysBetween(FIRST_OF_MAY + 9, FIRST_OF_MAY + 9, 0);
        _assertDecision(parts, _request(), ICulturalProtocols.Reason.ClosedEarly, MAY + 9 days);
    }

    function test_until_isWhereTheSeasonsOfAllPartsMeet() public view {
        ICulturalProtocols.Part[] memory parts = _copies(2);
        (parts[0].rules.expiresAt, parts[1].rules.expiresAt) = (0, 0);
        // The same date fourteen hours ahead, and the day before twelve hours behind, have 22 hours in common.
        parts[0].rules.season = daysBetween(200, 200, 840);
        parts[1].rules.season = daysBetween(199, 199, -720);
        uint256 midnight = MAY + (200 - FIRST_OF_MAY) * 1 days;
        _assertDecision(parts, _request(), ICulturalProtocols.Reason.OutOfSeason, midnight - 12 hours);
        // The same date at both ends of the earth has none.
        parts[1].rules.season = daysBetween(200, 200, -720);
        _assertDecision(parts, _request(), ICulturalProtocols.Reason.OutOfSeason, 0);
    }

    function test_until_isNeverWhereASeasonHasNoDay() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.season = ICulturalProtocols.Season(0, 0, 1 << 110);
        _assertAt(part, MAY, ICulturalProtocols.Reason.OutOfSeason, 0);
    }

    function test_until_waitsEightYearsForALeapDay() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.season = daysBetween(LEAP_DAY, LEAP_DAY, 0);
        // 29 February 2096 and 2104.
        uint256 leapDay = 3_981_312_000;
        _assertAt(part, leapDay - 1, ICulturalProtocols.Reason.OutOfSeason, leapDay);
        _assertAt(part, leapDay, ICulturalProtocols.Reason.Allowed, leapDay + 1 days);
        _assertAt(part, leapDay + 1 days, ICulturalProtocols.Reason.OutOfSeason, leapDay + 2_921 days);
    }

    function test_until_isFoundInSixtyFourRoundsOrNotAtAll() public view {
        // From 1 January 2027, what is open today is closed tomorrow, until a day on which both are open.
        uint256 newYear = MAY - 120 days;
        for (uint256 common = 62; common < 66; ++common) {
            ICulturalProtocols.Part[] memory parts = _copies(2);
            (parts[0].rules.expiresAt, parts[1].rules.expiresAt) = (0, 0);
            uint256 place = 0;
            for (uint256 day = 0; day < common; ++day) {
                addDay(parts[day % 2].rules.season, place);
                place = place == 58 ? 60 : place + 1;
            }
            addDay(parts[0].rules.season, place);
            addDay(parts[1].rules.season, place);
            ICulturalProtocols.Decision memory decision = _protocols.evaluate(parts, _request(), uint48(newYear));
            vm.assertEq(uint256(decision.reason), uint256(ICulturalProtocols.Reason.OutOfSeason));
            vm.assertEq(decision.until, common < 64 ? newYear + common * 1 days : 0);
        }
    }

    function test_until_isNothingWhereMoreThanTimeRefuses() public view {
        for (uint256 reason = 2; reason < 9; ++reason) {
            ICulturalProtocols.Part memory part = _failing(reason);
            part.closedUntil = uint48(MAY + 100);
            part.rules.expiresAt = uint48(MAY + 1_000);
            _assertDecision(_one(part), _demanding(), ICulturalProtocols.Reason(reason), 0);
        }
    }

    function test_evaluate_answersAtTheEndOfTime() public view {
        ICulturalProtocols.Part memory part = _part();
        part.rules.season = daysBetween(LEAP_DAY, LEAP_DAY, -720);
        ICulturalProtocols.Decision memory decision = _protocols.evaluate(_one(part), _request(), type(uint48).max);
        vm.assertGt(decision.until, type(uint48).max);
    }

    // precedence

    function test_reason_isTheFirstOfAllThatRefuse() public view {
        // Refused for everything, and then for one thing less each time.
        ICulturalProtocols.Part memory part = _part();
        ICulturalProtocols.Request memory request = _demanding();
        part.rules = _failing(uint256(ICulturalProtocols.Reason.Audience)).rules;
        part.rules.purposes = 0;
        part.rules.outreachOnly = true;
        part.rules.commercial = ICulturalProtocols.Commercial.Refused;
        part.rules.derivatives = ICulturalProtocols.Derivatives.Refused;
        part.rules.expiresAt = uint48(MAY);
        part.rules.season = daysBetween(0, 0, 0);
        part.closedUntil = uint48(MAY + 1);
        _assertReason(part, request, ICulturalProtocols.Reason.Audience);
        part.rules.audience = clauses(clause(ANYONE, 0));
        _assertReason(part, request, ICulturalProtocols.Reason.Purpose);
        part.rules.purposes = ALL_PURPOSES;
        _assertReason(part, request, ICulturalProtocols.Reason.OutreachOnly);
        part.rules.outreachOnly = false;
        _assertReason(part, request, ICulturalProtocols.Reason.CommercialRefused);
        part.rules.commercial = ICulturalProtocols.Commercial.Granted;
        _assertReason(part, request, ICulturalProtocols.Reason.CommercialNotGranted);
        part.rules.commercial = ICulturalProtocols.Commercial.Shared;
        _assertReason(part, request, ICulturalProtocols.Reason.DerivativeRefused);
        part.rules.derivatives = ICulturalProtocols.Derivatives.ByApproval;
        _assertReason(part, request, ICulturalProtocols.Reason.DerivativeNotApproved);
        part.rules.derivatives = ICulturalProtocols.Derivatives.Reciprocal;
        _assertReason(part, request, ICulturalProtocols.Reason.Expired);
        part.rules.expiresAt = 0;
        _assertReason(part, request, ICulturalProtocols.Reason.ClosedEarly);
        part.closedUntil = 0;
        _assertReason(part, request, ICulturalProtocols.Reason.OutOfSeason);
        part.rules.season = daysBetween(FIRST_OF_MAY, FIRST_OF_MAY, 0);
        _assertReason(part, request, ICulturalProtocols.Reason.Allowed);
    }

    function test_reason_isTheSmallestOfTwoPartsInEitherOrder() public view {
        for (uint256 left = 2; left < 12; ++left) {
            for (uint256 right = 2; right < 12; ++right) {
                ICulturalProtocols.Part[] memory parts = new ICulturalProtocols.Part[](3);
                (parts[0], parts[1], parts[2]) = (_failing(left), _part(), _failing(right));
                ICulturalProtocols.Decision memory decision = _protocols.evaluate(parts, _demanding(), uint48(MAY));
                vm.assertEq(uint256(decision.reason), left < right ? left : right);
                vm.assertFalse(decision.allowed);
            }
        }
    }

    // laws

    function testFuzz_evaluate_isTheSameInAnyOrderOfTheParts(uint256 seed) public view {
        Draw memory draw = Draw(seed);
        (ICulturalProtocols.Part[] memory parts, uint256 moment) = _drawParts(draw);
        ICulturalProtocols.Request memory request = drawRequest(draw);
        bytes32 before = keccak256(abi.encode(_protocols.evaluate(parts, request, uint48(moment))));
        for (uint256 i = parts.length; i > 1; --i) {
            uint256 j = below(draw, i);
            (parts[i - 1], parts[j]) = (parts[j], parts[i - 1]);
        }
        vm.assertEq(keccak256(abi.encode(_protocols.evaluate(parts, request, uint48(moment)))), before);
    }

    function testFuzz_evaluate_tellsTheSmallestReasonOfTheParts(uint256 seed) public view {
        Draw memory draw = Draw(seed);
        (ICulturalProtocols.Part[] memory parts, uint256 moment) = _drawParts(draw);
        ICulturalProtocols.Request memory request = drawRequest(draw);
        uint256 least = 0;
        for (uint256 i = 0; i < parts.length; ++i) {
            uint256 reason = uint256(_protocols.evaluate(_one(parts[i]), request, uint48(moment)).reason);
            if (reason != 0 && (least == 0 || reason < least)) least = reason;
        }
        ICulturalProtocols.Decision memory decision = _protocols.evaluate(parts, request, uint48(moment));
        vm.assertEq(uint256(decision.reason), least);
        vm.assertEq(decision.allowed, least == 0);
    }

    function testFuzz_evaluate_tellsExactlyWhenTimeChangesIt(uint256 seed) public view {
        Draw memory draw = Draw(seed);
        (ICulturalProtocols.Part[] memory parts, uint256 moment) = _drawParts(draw);
        for (uint256 i = 0; i < parts.length; ++i) {
            ICulturalProtocols.Season memory season = parts[i].rules.season;
            uint48 expiresAt = parts[i].rules.expiresAt;
            parts[i].rules = permissive();
            (parts[i].rules.season, parts[i].rules.expiresAt) = (season, expiresAt);
        }
        ICulturalProtocols.Decision memory decision = _protocols.evaluate(parts, _request(), uint48(moment));

        int256 firstDay = int256(moment / 1 days) - 2;
        uint256[] memory places = NaiveCalendar.placesFrom(firstDay, SCANNED_DAYS + 5);
        bool open = _isOpen(parts, moment, firstDay, places);
        vm.assertEq(decision.allowed, open, "now");
        bool waits = decision.reason != ICulturalProtocols.Reason.Expired;
        uint256 change = waits ? _firstChange(parts, moment, firstDay, places) : 0;
        if (change != 0) vm.assertEq(decision.until, change, "the first change");
        else if (decision.until != 0)
            vm.assertGt(decision.until, moment + (SCANNED_DAYS - 2) * 1 days, "no change before");
        if (decision.until != 0) {
            uint256[] memory then = NaiveCalendar.placesFrom(int256(decision.until / 1 days) - 2, 5);
            int256 first = int256(decision.until / 1 days) - 2;
            vm.assertEq(_isOpen(parts, decision.until, first, then), !open, "in that second it is otherwise");
            vm.assertEq(_isOpen(parts, decision.until - 1, first, then), open, "the second before it is not");
        }
    }

    function testFuzz_evaluate_neverAllowsMoreWithAnotherPart(uint256 seed) public view {
        Draw memory draw = Draw(seed);
        (ICulturalProtocols.Part[] memory parts, uint256 moment) = _drawParts(draw);
        ICulturalProtocols.Request memory request = drawRequest(draw);
        ICulturalProtocols.Part[] memory more = new ICulturalProtocols.Part[](parts.length + 1);
        for (uint256 i = 0; i < parts.length; ++i) more[i] = parts[i];
        more[parts.length] = _drawPart(draw, 9, moment);
        ICulturalProtocols.Decision memory child = _protocols.evaluate(more, request, uint48(moment));
        ICulturalProtocols.Decision memory parent = _protocols.evaluate(parts, request, uint48(moment));
        vm.assertTrue(parent.allowed || !child.allowed, "no more than before");
        if (child.allowed && parent.until != 0) {
            vm.assertTrue(child.until != 0 && child.until <= parent.until, "nor for longer");
        }
    }

    /// @dev The first second after `moment`, of all days scanned, in which it is otherwise; zero for none.
    function _firstChange(
        ICulturalProtocols.Part[] memory parts,
        uint256 moment,
        int256 firstDay,
        uint256[] memory places
    ) private pure returns (uint256 change) {
        bool open = _isOpen(parts, moment, firstDay, places);
        uint256 last = uint256(firstDay + int256(SCANNED_DAYS)) * 1 days;
        for (uint256 i = 0; i < parts.length; ++i) {
            uint256[2] memory ends = [uint256(parts[i].rules.expiresAt), parts[i].closedUntil];
            for (uint256 j = 0; j < 2; ++j) {
                if (ends[j] <= moment || ends[j] > last || (change != 0 && ends[j] >= change)) continue;
                if (_isOpen(parts, ends[j], firstDay, places) != open) change = ends[j];
            }
            for (int256 day = firstDay; day < firstDay + int256(SCANNED_DAYS); ++day) {
                int256 time = day * 86_400 - int256(parts[i].rules.season.utcOffset) * 60;
                if (time <= int256(moment)) continue;
                if (change != 0 && uint256(time) >= change) break;
                if (_isOpen(parts, uint256(time), firstDay, places) != open) change = uint256(time);
            }
        }
    }

    function _isOpen(
        ICulturalProtocols.Part[] memory parts,
        uint256 time,
        int256 firstDay,
        uint256[] memory places
    ) private pure returns (bool) {
        for (uint256 i = 0; i < parts.length; ++i) {
            if (parts[i].rules.expiresAt != 0 && time >= parts[i].rules.expiresAt) return false;
            if (time < parts[i].closedUntil) return false;
            ICulturalProtocols.Season memory season = parts[i].rules.season;
            if (season.first == 0 && season.last == 0) continue;
            int256 day = NaiveCalendar.dayOf(time, season.utcOffset);
            if (!holds(season, places[uint256(day - firstDay)])) return false;
        }
        return true;
    }

    function _drawParts(
        Draw memory draw
    ) private pure returns (ICulturalProtocols.Part[] memory parts, uint256 moment) {
        moment = 10 days + below(draw, 5_000_000_000);
        parts = new ICulturalProtocols.Part[](1 + below(draw, 4));
        for (uint256 i = 0; i < parts.length; ++i) parts[i] = _drawPart(draw, i, moment);
    }

    function _drawPart(
        Draw memory draw,
        uint256 index,
        uint256 moment
    ) private pure returns (ICulturalProtocols.Part memory part) {
        (part.policyId, part.communityId) = (policyAt(index), communityAt(below(draw, 3)));
        part.rules = drawRules(draw, moment);
        if (below(draw, 4) != 0) part.rules.audience = clauses(clause(ANYONE, 0));
        if (below(draw, 3) == 0) part.closedUntil = uint48(moment - 10 days + below(draw, 60 days));
    }

    /// @dev A part that refuses {_demanding} for this reason alone.
    function _failing(uint256 reason) private pure returns (ICulturalProtocols.Part memory part) {
        part = _part();
        if (reason == 2) part.rules.audience = clauses(clause(0, Roles.ELDER));
        if (reason == 3) part.rules.purposes = ALL_PURPOSES & ~uint16(1);
        if (reason == 4) part.rules.outreachOnly = true;
        if (reason == 5) part.rules.commercial = ICulturalProtocols.Commercial.Refused;
        if (reason == 6) part.rules.commercial = ICulturalProtocols.Commercial.Granted;
        if (reason == 7) part.rules.derivatives = ICulturalProtocols.Derivatives.Refused;
        if (reason == 8) part.rules.derivatives = ICulturalProtocols.Derivatives.ByApproval;
        if (reason == 9) part.rules.expiresAt = uint48(MAY);
        if (reason == 10) part.closedUntil = uint48(MAY + 1);
        if (reason == 11) part.rules.season = daysBetween(FIRST_OF_MAY + 1, 365, 0);
    }

    /// @dev Asks for everything at once, and is nobody.
    function _demanding() private pure returns (ICulturalProtocols.Request memory request) {
        (request.commercial, request.derivative) = (true, true);
    }

    function _request() private pure returns (ICulturalProtocols.Request memory request) {
        request.purpose = ICulturalProtocols.Purpose.Education;
    }

    /// @dev Is all that somebody can be.
    function _everything() private pure returns (ICulturalProtocols.Request memory request) {
        request = _request();
        request.memberships = _standing(communityAt(0), 0xff);
        request.grants = _communities(communityAt(0));
        request.groups = new GroupId[](2);
        request.groups[1] = groupAt(0);
    }

    function _part() private pure returns (ICulturalProtocols.Part memory) {
        return ICulturalProtocols.Part(policyAt(0), communityAt(0), 0, permissive());
    }

    /// @dev The last of them ends first.
    function _copies(uint256 count) private pure returns (ICulturalProtocols.Part[] memory parts) {
        parts = new ICulturalProtocols.Part[](count);
        for (uint256 i = 0; i < count; ++i) {
            parts[i] = _part();
            parts[i].policyId = policyAt(i);
            parts[i].rules.expiresAt = uint48(MAY + 2 * count - i - 1);
        }
    }

    function _one(ICulturalProtocols.Part memory part) private pure returns (ICulturalProtocols.Part[] memory parts) {
        parts = new ICulturalProtocols.Part[](1);
        parts[0] = part;
    }

    function _standing(
        CommunityId community,
        uint8 roles
    ) private pure returns (ICulturalProtocols.Standing[] memory standings) {
        standings = new ICulturalProtocols.Standing[](1);
        standings[0] = ICulturalProtocols.Standing(community, roles);
    }

    function _standings(
        CommunityId one,
        uint8 roles,
        CommunityId other,
        uint8 otherRoles
    ) private pure returns (ICulturalProtocols.Standing[] memory standings) {
        standings = new ICulturalProtocols.Standing[](2);
        standings[0] = ICulturalProtocols.Standing(one, roles);
        standings[1] = ICulturalProtocols.Standing(other, otherRoles);
    }

    function _communities(CommunityId one) private pure returns (CommunityId[] memory all) {
        all = new CommunityId[](1);
        all[0] = one;
    }

    function _policies(PolicyId one) private pure returns (PolicyId[] memory all) {
        all = new PolicyId[](1);
        all[0] = one;
    }

    function _assertReason(
        ICulturalProtocols.Part memory part,
        ICulturalProtocols.Request memory request,
        ICulturalProtocols.Reason reason
    ) private view {
        ICulturalProtocols.Decision memory decision = _protocols.evaluate(_one(part), request, uint48(MAY));
        vm.assertEq(uint256(decision.reason), uint256(reason), "reason");
        vm.assertEq(decision.allowed, reason == ICulturalProtocols.Reason.Allowed, "allowed");
    }

    function _assertAt(
        ICulturalProtocols.Part memory part,
        uint256 moment,
        ICulturalProtocols.Reason reason,
        uint256 until
    ) private view {
        ICulturalProtocols.Decision memory decision = _protocols.evaluate(_one(part), _request(), uint48(moment));
        vm.assertEq(uint256(decision.reason), uint256(reason), "reason");
        vm.assertEq(decision.allowed, reason == ICulturalProtocols.Reason.Allowed, "allowed");
        vm.assertEq(decision.until, until, "until");
    }

    function _assertDecision(
        ICulturalProtocols.Part[] memory parts,
        ICulturalProtocols.Request memory request,
        ICulturalProtocols.Reason reason,
        uint256 until
    ) private view {
        ICulturalProtocols.Decision memory decision = _protocols.evaluate(parts, request, uint48(MAY));
        vm.assertEq(uint256(decision.reason), uint256(reason), "reason");
        vm.assertEq(decision.allowed, reason == ICulturalProtocols.Reason.Allowed, "allowed");
        vm.assertEq(decision.until, until, "until");
    }
}

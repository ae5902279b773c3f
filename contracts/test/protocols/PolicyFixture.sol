// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {CommunityId, GroupId, PolicyId} from "../../src/types/Ids.sol";
import {TestBase} from "../TestBase.sol";

/// @notice Rules and requests, written down or drawn.
abstract contract PolicyFixture is TestBase {
    /// @dev What a draw goes on from.
    struct Draw {
        uint256 state;
    }

    uint8 internal constant ANYONE = 1;

    uint8 internal constant COMMUNITY = 2;

    uint8 internal constant GRANTEES = 4;

    uint16 internal constant ALL_PURPOSES = 0x1ff;

    uint256 internal constant LEAP_DAY = 59;

    /// @dev 1 May 2027, 00:00 UTC, and the place of that day.
    uint256 internal constant MAY = 1_809_129_600;

    uint256 internal constant FIRST_OF_MAY = 121;

    /// @dev Refuses nothing.
    function permissive() internal pure returns (ICulturalProtocols.Rules memory rules) {
        rules.audience = clauses(clause(ANYONE, 0));
        rules.purposes = ALL_PURPOSES;
        rules.commercial = ICulturalProtocols.Commercial.Shared;
        rules.derivatives = ICulturalProtocols.Derivatives.Reciprocal;
        rules.retention = ICulturalProtocols.Retention.Hashes;
    }

    function clause(uint8 kinds, uint8 roles) internal pure returns (ICulturalProtocols.Clause memory) {
        return ICulturalProtocols.Clause(kinds, roles, new GroupId[](0));
    }

    function groupClause(GroupId group) internal pure returns (ICulturalProtocols.Clause memory one) {
        one.groups = new GroupId[](1);
        one.groups[0] = group;
    }

    function clauses(
        ICulturalProtocols.Clause memory one
    ) internal pure returns (ICulturalProtocols.Clause[] memory all) {
        all = new ICulturalProtocols.Clause[](1);
        all[0] = one;
    }

    function clauses(
        ICulturalProtocols.Clause memory one,
        ICulturalProtocols.Clause memory other
    ) internal pure returns (ICulturalProtocols.Clause[] memory all) {
        all = new ICulturalProtocols.Clause[](2);
        (all[0], all[1]) = (one, other);
    }

    /// @dev From one place of a leap year to another, both inside; around the new year where the first is the later one.
    function daysBetween(
        uint256 from,
        uint256 to,
        int16 offset
    ) internal pure returns (ICulturalProtocols.Season memory season) {
        season.utcOffset = offset;
        for (uint256 place = from; ; place = place == 365 ? 0 : place + 1) {
            addDay(season, place);
            if (place == to) return season;
        }
    }

    function addDay(ICulturalProtocols.Season memory season, uint256 place) internal pure {
        if (place < 256) season.first |= 1 << place;
        else season.last |= 1 << (place - 256);
    }

    function holds(ICulturalProtocols.Season memory season, uint256 place) internal pure returns (bool) {
        return place < 256 ? season.first & (1 << place) != 0 : season.last & (1 << (place - 256)) != 0;
    }

    /// @dev A number below `count`, a different one each time.
    function below(Draw memory draw, uint256 count) internal pure returns (uint256) {
        draw.state = uint256(keccak256(abi.encode(draw.state)));
        return draw.state % count;
    }

    function communityAt(uint256 index) internal pure returns (CommunityId) {
        return CommunityId.wrap(keccak256(abi.encode("community", index)));
    }

    function policyAt(uint256 index) internal pure returns (PolicyId) {
        return PolicyId.wrap(keccak256(abi.encode("policy", index)));
    }

    function groupAt(uint256 index) internal pure returns (GroupId) {
        return GroupId.wrap(bytes32(index + 1));
    }

    /// @dev Any rules that a policy may have, of few enough words that they often meet.
    function drawRules(Draw memory draw, uint256 moment) internal pure returns (ICulturalProtocols.Rules memory rules) {
        rules.audience = drawAudience(draw);
        rules.purposes = below(draw, 2) == 0 ? ALL_PURPOSES : uint16(below(draw, 512));
        rules.commercial = ICulturalProtocols.Commercial(below(draw, 3));
        if (rules.commercial != ICulturalProtocols.Commercial.Refused) rules.shareBps = uint16(below(draw, 5) * 2_500);
        rules.derivatives = ICulturalProtocols.Derivatives(below(draw, 3));
        rules.outreachOnly = below(draw, 5) == 0;
        rules.retention = ICulturalProtocols.Retention(below(draw, 2));
        rules.consentThreshold = uint8(below(draw, 4));
        if (below(draw, 2) == 0) rules.expiresAt = uint48(moment + below(draw, 800 days));
        if (below(draw, 2) == 0) rules.season = drawSeason(draw);
        if (below(draw, 3) == 0) rules.custodian = address(uint160(1 + below(draw, 2)));
        if (below(draw, 3) == 0) rules.attribution = bytes32(1 + below(draw, 2));
        if (below(draw, 3) == 0) rules.document = bytes32(1 + below(draw, 2));
        rules.labels = new bytes32[](below(draw, 3));
        for (uint256 i = 0; i < rules.labels.length; ++i) rules.labels[i] = bytes32(1 + below(draw, 3));
    }

    function drawAudience(Draw memory draw) internal pure returns (ICulturalProtocols.Clause[] memory audience) {
        audience = new ICulturalProtocols.Clause[](1 + below(draw, 3));
        for (uint256 i = 0; i < audience.length; ++i) {
            audience[i].kinds = below(draw, 3) == 0 ? ANYONE : uint8(below(draw, 4) << 1);
            audience[i].roles = uint8(below(draw, 8));
            audience[i].groups = drawGroups(draw);
            if (audience[i].groups.length == 0 && audience[i].roles == 0 && audience[i].kinds == 0) {
                audience[i].kinds = ANYONE;
            }
        }
    }

    /// @dev Some of three, ascending.
    function drawGroups(Draw memory draw) internal pure returns (GroupId[] memory groups) {
        uint256 bits = below(draw, 8);
        groups = new GroupId[]((bits & 1) + ((bits >> 1) & 1) + (bits >> 2));
        uint256 next = 0;
        for (uint256 i = 0; i < 3; ++i) {
            if ((bits >> i) & 1 != 0) groups[next++] = groupAt(i);
        }
    }

    /// @dev A window of some days, or all but these; sometimes the leap day alone.
    function drawSeason(Draw memory draw) internal pure returns (ICulturalProtocols.Season memory season) {
        int16 offset = int16(int256(below(draw, 1_561))) - 720;
        if (below(draw, 8) == 0) return daysBetween(LEAP_DAY, LEAP_DAY, offset);
        uint256 from = below(draw, 366);
        uint256 to = (from + (below(draw, 2) == 0 ? below(draw, 20) : below(draw, 364))) % 366;
        if (below(draw, 2) == 0) return daysBetween(from, to, offset);
        return daysBetween((to + 1) % 366, (from + 365) % 366, offset);
    }

    /// @dev Somebody who is much, and asks for anything.
    function drawRequest(Draw memory draw) internal pure returns (ICulturalProtocols.Request memory request) {
        request.purpose = ICulturalProtocols.Purpose(below(draw, 9));
        request.commercial = below(draw, 3) == 0;
        request.derivative = below(draw, 3) == 0;
        request.memberships = new ICulturalProtocols.Standing[](below(draw, 4));
        for (uint256 i = 0; i < request.memberships.length; ++i) {
            request.memberships[i] = ICulturalProtocols.Standing(
                communityAt(below(draw, 3)),
                below(draw, 2) == 0 ? 7 : uint8(below(draw, 8))
            );
        }
        request.grants = new CommunityId[](below(draw, 3));
        for (uint256 i = 0; i < request.grants.length; ++i) request.grants[i] = communityAt(below(draw, 3));
        request.groups = drawGroups(draw);
        request.commercialGrants = new PolicyId[](below(draw, 4));
        for (uint256 i = 0; i < request.commercialGrants.length; ++i) {
            request.commercialGrants[i] = policyAt(below(draw, 4));
        }
        request.derivativeApprovals = new PolicyId[](below(draw, 4));
        for (uint256 i = 0; i < request.derivativeApprovals.length; ++i) {
            request.derivativeApprovals[i] = policyAt(below(draw, 4));
        }
    }
}

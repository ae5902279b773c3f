// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ICulturalProtocols} from "../interfaces/ICulturalProtocols.sol";
import {CommunityId, GroupId, PolicyId} from "../types/Ids.sol";
import {Calendar} from "./Calendar.sol";

/// @title Decisions
/// @notice Whether a request is allowed under policies that all have to allow it, why, and when that may change.
/// @dev A function of what it is given and of nothing else. `sdk/policy` decides the same in TypeScript; a differential
/// test holds the two together.
library Decisions {
    using Calendar for ICulturalProtocols.Season;

    /// @dev A policy, and all that it stands on.
    uint256 internal constant MOST_PARTS = 16;

    uint8 internal constant ANYONE = 1 << 0;
    uint8 internal constant COMMUNITY = 1 << 1;
    uint8 internal constant GRANTEES = 1 << 2;

    uint256 private constant MOST_ROUNDS = 64;

    uint256 private constant NEVER = type(uint256).max;

    /// @dev See {ICulturalProtocols-evaluate}.
    function decide(
        ICulturalProtocols.Part[] memory parts,
        ICulturalProtocols.Request memory request,
        uint256 moment
    ) internal pure returns (ICulturalProtocols.Decision memory) {
        ICulturalProtocols.Reason reason = _reason(parts, request, moment);
        bool allowed = reason == ICulturalProtocols.Reason.Allowed;
        uint256 until = 0;
        if (allowed) until = _end(parts, moment);
        else if (reason > ICulturalProtocols.Reason.Expired) until = _beginning(parts, moment);
        return ICulturalProtocols.Decision(allowed, reason, until);
    }

    /// @dev Whether who asks is in a part's audience: every clause lets them in.
    function fits(
        ICulturalProtocols.Part memory part,
        ICulturalProtocols.Request memory request
    ) internal pure returns (bool) {
        ICulturalProtocols.Clause[] memory audience = part.rules.audience;
        (bool isMember, uint8 roles) = _standingIn(part.communityId, request.memberships);
        for (uint256 i = 0; i < audience.length; ++i) {
            ICulturalProtocols.Clause memory clause = audience[i];
            bool isIn =
                clause.kinds & ANYONE != 0 ||
                    (clause.kinds & COMMUNITY != 0 && isMember) ||
                    (clause.kinds & GRANTEES != 0 && _isShared(part.communityId, request.grants)) ||
                    clause.roles & roles != 0 ||
                    _isAnyAmong(clause.groups, request.groups);
            if (!isIn) return false;
        }
        return audience.length != 0;
    }

    /// @dev The smallest of the parts' reasons, so that their order never matters.
    function _reason(
        ICulturalProtocols.Part[] memory parts,
        ICulturalProtocols.Request memory request,
        uint256 moment
    ) private pure returns (ICulturalProtocols.Reason reason) {
        if (parts.length == 0 || parts.length > MOST_PARTS) return ICulturalProtocols.Reason.UnknownPolicy;
        for (uint256 i = 0; i < parts.length; ++i) {
            ICulturalProtocols.Reason found = _reasonOf(parts[i], request, moment);
            if (found == ICulturalProtocols.Reason.Allowed) continue;
            if (reason == ICulturalProtocols.Reason.Allowed || found < reason) reason = found;
        }
    }

    function _reasonOf(
        ICulturalProtocols.Part memory part,
        ICulturalProtocols.Request memory request,
        uint256 moment
    ) private pure returns (ICulturalProtocols.Reason) {
        ICulturalProtocols.Rules memory rules = part.rules;
        bool commercial = request.commercial || request.purpose == ICulturalProtocols.Purpose.Commercial;

        if (!fits(part, request)) return ICulturalProtocols.Reason.Audience;
        if ((rules.purposes >> uint8(request.purpose)) & 1 == 0) return ICulturalProtocols.Reason.Purpose;
        if (rules.outreachOnly && (commercial || !_isOutreach(request.purpose))) {
            return ICulturalProtocols.Reason.OutreachOnly;
        }
        if (commercial) {
            if (rules.commercial == ICulturalProtocols.Commercial.Refused) {
                return ICulturalProtocols.Reason.CommercialRefused;
            }
            if (
                rules.commercial == ICulturalProtocols.Commercial.Granted &&
                !_isAmong(part.policyId, request.commercialGrants)
            ) return ICulturalProtocols.Reason.CommercialNotGranted;
        }
        if (request.derivative) {
            if (rules.derivatives == ICulturalProtocols.Derivatives.Refused) {
                return ICulturalProtocols.Reason.DerivativeRefused;
            }
            if (
                rules.derivatives == ICulturalProtocols.Derivatives.ByApproval &&
                !_isAmong(part.policyId, request.derivativeApprovals)
            ) return ICulturalProtocols.Reason.DerivativeNotApproved;
        }
        if (_isOver(rules, moment)) return ICulturalProtocols.Reason.Expired;
        if (moment < part.closedUntil) return ICulturalProtocols.Reason.ClosedEarly;
        if (_isSeasonal(rules) && !rules.season.isOpenAt(moment)) return ICulturalProtocols.Reason.OutOfSeason;
        return ICulturalProtocols.Reason.Allowed;
    }

    /// @dev The first later second at which time alone refuses what it allows at `moment`; zero for never.
    function _end(ICulturalProtocols.Part[] memory parts, uint256 moment) private pure returns (uint256) {
        uint256 end = NEVER;
        for (uint256 i = 0; i < parts.length; ++i) {
            ICulturalProtocols.Rules memory rules = parts[i].rules;
            if (rules.expiresAt != 0) end = Math.min(end, rules.expiresAt);
            if (!_isSeasonal(rules)) continue;
            (bool found, uint256 time) = rules.season.nextDay(moment, false);
            if (found) end = Math.min(end, time);
        }
        return end == NEVER ? 0 : end;
    }

    /// @dev The first later second at which time alone allows what it refuses at `moment`; zero for never. Each round goes to
    /// the latest of the moments at which what is closed opens: before that it cannot all be open.
    function _beginning(ICulturalProtocols.Part[] memory parts, uint256 moment) private pure returns (uint256) {
        uint256 time = moment;
        for (uint256 i = 0; i < MOST_ROUNDS; ++i) {
            uint256 next = _opening(parts, time);
            if (next == NEVER) return 0;
            if (next == time) return _isAnyOver(parts, time) ? 0 : time;
            time = next;
        }
        return 0;
    }

    /// @dev The moment before which something stays closed that is closed at `time`; `time` where nothing is.
    function _opening(ICulturalProtocols.Part[] memory parts, uint256 time) private pure returns (uint256 opening) {
        opening = time;
        for (uint256 i = 0; i < parts.length; ++i) {
            ICulturalProtocols.Part memory part = parts[i];
            opening = Math.max(opening, part.closedUntil);
            if (!_isSeasonal(part.rules) || part.rules.season.isOpenAt(time)) continue;
            (bool found, uint256 next) = part.rules.season.nextDay(time, true);
            if (!found) return NEVER;
            opening = Math.max(opening, next);
        }
    }

    function _standingIn(
        CommunityId communityId,
        ICulturalProtocols.Standing[] memory memberships
    ) private pure returns (bool isMember, uint8 roles) {
        for (uint256 i = 0; i < memberships.length; ++i) {
            if (memberships[i].communityId != communityId) continue;
            isMember = true;
            roles |= memberships[i].roles;
        }
    }

    function _isShared(CommunityId communityId, CommunityId[] memory grants) private pure returns (bool) {
        for (uint256 i = 0; i < grants.length; ++i) {
            if (grants[i] == communityId) return true;
        }
        return false;
    }

    function _isAnyAmong(GroupId[] memory groups, GroupId[] memory all) private pure returns (bool) {
        for (uint256 i = 0; i < groups.length; ++i) {
            for (uint256 j = 0; j < all.length; ++j) {
                if (groups[i] == all[j]) return true;
            }
        }
        return false;
    }

    function _isAmong(PolicyId policyId, PolicyId[] memory all) private pure returns (bool) {
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i] == policyId) return true;
        }
        return false;
    }

    function _isAnyOver(ICulturalProtocols.Part[] memory parts, uint256 time) private pure returns (bool) {
        for (uint256 i = 0; i < parts.length; ++i) {
            if (_isOver(parts[i].rules, time)) return true;
        }
        return false;
    }

    function _isOver(ICulturalProtocols.Rules memory rules, uint256 time) private pure returns (bool) {
        return rules.expiresAt != 0 && time >= rules.expiresAt;
    }

    function _isSeasonal(ICulturalProtocols.Rules memory rules) private pure returns (bool) {
        return rules.season.first | rules.season.last != 0;
    }

    function _isOutreach(ICulturalProtocols.Purpose purpose) private pure returns (bool) {
        return
            purpose == ICulturalProtocols.Purpose.Education ||
            purpose == ICulturalProtocols.Purpose.LanguageRevitalisation;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICulturalProtocols} from "../interfaces/ICulturalProtocols.sol";
import {GroupId} from "../types/Ids.sol";
import {Roles} from "../types/Roles.sol";
import {Decisions} from "./Decisions.sol";

/// @title Strictness
/// @notice Which rules a policy may have at all, and whether some permit at most what others do.
library Strictness {
    uint256 private constant MOST_CLAUSES = 8;
    uint256 private constant MOST_TERMS = 16;
    uint256 private constant MOST_LABELS = 32;
    uint256 private constant MOST_ELDERS = 32;
    uint256 private constant ALL_PURPOSES = (1 << (uint256(type(ICulturalProtocols.Purpose).max) + 1)) - 1;
    uint256 private constant ALL_KINDS = Decisions.ANYONE | Decisions.COMMUNITY | Decisions.GRANTEES;
    uint256 private constant WHOLE_SHARE = 10_000;
    /// @dev The days 256 to 365.
    uint256 private constant LAST_DAYS = (1 << 110) - 1;
    int256 private constant LEAST_OFFSET = -720;
    int256 private constant MOST_OFFSET = 840;

    /// @dev Reverts where the rules could mean something else than what they say.
    function validate(ICulturalProtocols.Rules memory rules) internal pure {
        if (rules.audience.length == 0 || rules.audience.length > MOST_CLAUSES) {
            revert ICulturalProtocols.CulturalProtocols_InvalidAudience();
        }
        for (uint256 i = 0; i < rules.audience.length; ++i) {
            if (!_isClause(rules.audience[i])) revert ICulturalProtocols.CulturalProtocols_InvalidAudience();
        }
        if (rules.purposes & ~ALL_PURPOSES != 0) {
            revert ICulturalProtocols.CulturalProtocols_UnknownPurpose(rules.purposes);
        }
        bool isRefused = rules.commercial == ICulturalProtocols.Commercial.Refused;
        if (rules.shareBps > (isRefused ? 0 : WHOLE_SHARE)) {
            revert ICulturalProtocols.CulturalProtocols_InvalidShare(rules.shareBps);
        }
        if (rules.consentThreshold > MOST_ELDERS) {
            revert ICulturalProtocols.CulturalProtocols_TooMany(rules.consentThreshold, MOST_ELDERS);
        }
        if (rules.labels.length > MOST_LABELS) {
            revert ICulturalProtocols.CulturalProtocols_TooMany(rules.labels.length, MOST_LABELS);
        }
        if (!_isSeason(rules.season)) revert ICulturalProtocols.CulturalProtocols_InvalidSeason();
    }

    /// @dev Whether `rules` permit nothing that `present` refuse, rule by rule. Stricter than it would have to be where two
    /// rules say the same in different words. The text for people may change freely. A custodian cannot be named either: it
    /// could end approvals for good, which takes a vote. Nor does one elder ask for more elders to consent than the vote asked
    /// for: enough of them, and nothing could ever be loosened again.
    function isAtMost(
        ICulturalProtocols.Rules memory rules,
        ICulturalProtocols.Rules memory present
    ) internal pure returns (bool) {
        bool isRefused = rules.commercial == ICulturalProtocols.Commercial.Refused;
        return
            rules.purposes & ~present.purposes == 0 &&
            rules.commercial <= present.commercial &&
            (isRefused || rules.shareBps >= present.shareBps) &&
            rules.derivatives <= present.derivatives &&
            (rules.outreachOnly || !present.outreachOnly) &&
            rules.retention <= present.retention &&
            rules.consentThreshold == present.consentThreshold &&
            (present.expiresAt == 0 || (rules.expiresAt != 0 && rules.expiresAt <= present.expiresAt)) &&
            rules.custodian == present.custodian &&
            (present.attribution == 0 || rules.attribution == present.attribution) &&
            _isWithin(rules.season, present.season) &&
            _holdsAll(rules.labels, present.labels) &&
            _isNarrower(rules.audience, present.audience);
    }

    function _isClause(ICulturalProtocols.Clause memory clause) private pure returns (bool) {
        GroupId[] memory groups = clause.groups;
        if (clause.kinds & ~ALL_KINDS != 0 || clause.roles & ~Roles.ALL != 0) return false;
        uint256 terms = groups.length + _count(clause.kinds) + _count(clause.roles);
        if (terms == 0 || terms > MOST_TERMS) return false;
        bytes32 before = 0;
        for (uint256 i = 0; i < groups.length; ++i) {
            if (GroupId.unwrap(groups[i]) <= before) return false;
            before = GroupId.unwrap(groups[i]);
        }
        return true;
    }

    function _count(uint8 bits) private pure returns (uint256 count) {
        for (; bits != 0; bits &= bits - 1) ++count;
    }

    function _isSeason(ICulturalProtocols.Season memory season) private pure returns (bool) {
        if (season.first | season.last == 0) return season.utcOffset == 0;
        return
            season.utcOffset >= LEAST_OFFSET &&
            season.utcOffset <= MOST_OFFSET &&
            season.last & ~LAST_DAYS == 0 &&
            (season.first != type(uint256).max || season.last != LAST_DAYS);
    }

    function _isWithin(
        ICulturalProtocols.Season memory season,
        ICulturalProtocols.Season memory present
    ) private pure returns (bool) {
        if (present.first | present.last == 0) return true;
        return
            season.first | season.last != 0 &&
            season.utcOffset == present.utcOffset &&
            season.first & ~present.first == 0 &&
            season.last & ~present.last == 0;
    }

    function _holdsAll(bytes32[] memory labels, bytes32[] memory present) private pure returns (bool) {
        for (uint256 i = 0; i < present.length; ++i) {
            bool held = false;
            for (uint256 j = 0; j < labels.length && !held; ++j) held = labels[j] == present[i];
            if (!held) return false;
        }
        return true;
    }

    /// @dev Of each present clause, some clause lets in only whom it lets in.
    function _isNarrower(
        ICulturalProtocols.Clause[] memory audience,
        ICulturalProtocols.Clause[] memory present
    ) private pure returns (bool) {
        for (uint256 i = 0; i < present.length; ++i) {
            bool held = false;
            for (uint256 j = 0; j < audience.length && !held; ++j) held = _isPartOf(audience[j], present[i]);
            if (!held) return false;
        }
        return true;
    }

    function _isPartOf(
        ICulturalProtocols.Clause memory clause,
        ICulturalProtocols.Clause memory present
    ) private pure returns (bool) {
        // Everybody is part of anyone.
        if (present.kinds & Decisions.ANYONE != 0) return true;
        if (clause.kinds & ~present.kinds != 0 || clause.roles & ~present.roles != 0) return false;
        for (uint256 i = 0; i < clause.groups.length; ++i) {
            bool held = false;
            for (uint256 j = 0; j < present.groups.length && !held; ++j) {
                held = clause.groups[i] == present.groups[j];
            }
            if (!held) return false;
        }
        return true;
    }
}

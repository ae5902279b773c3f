// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Federation} from "../../src/federation/Federation.sol";
import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {CulturalProtocols} from "../../src/protocols/CulturalProtocols.sol";
import {Strictness} from "../../src/protocols/Strictness.sol";
import {CommunityId, GroupId, PolicyId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {RollDouble} from "../doubles/RollDouble.sol";
import {PolicyFixture} from "./PolicyFixture.sol";

/// @notice Which rules there may be, and which of them are stricter than others.
contract TighteningTest is PolicyFixture {
    CulturalProtocols private _protocols;

    CommunityId private _communityId;

    RollDouble private _roll;

    address private _authority;

    address private _elder;

    address private _steward;

    PolicyId private _policyId;

    function setUp() public {
        vm.warp(MAY);
        CommunityRegistry communities = new CommunityRegistry();
        _protocols = new CulturalProtocols(communities, new Federation(communities));
        (_authority, _elder, _steward) = (makeAddr("authority"), makeAddr("elder"), makeAddr("steward"));
        _communityId = communities.communityIdFor(address(this), "river");
        _roll = new RollDouble();
        _roll.setCommunityId(_communityId);
        _roll.setRoles(_elder, Roles.ELDER);
        _roll.setRoles(_steward, Roles.STEWARD | Roles.TREASURER);
        communities.register(
            "river",
            ICommunityRegistry.Parts(_authority, address(_roll), address(0), address(0)),
            "River",
            0,
            ""
        );
        _policyId = _create("policy", _middle());
    }

    // what rules there may be

    function test_rules_takeEightClausesAndNotNine() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.audience = _copies(clause(COMMUNITY, 0), 8);
        _create("eight", rules);
        rules.audience = _copies(clause(COMMUNITY, 0), 9);
        _expectInvalidAudience(rules);
        rules.audience = new ICulturalProtocols.Clause[](0);
        _expectInvalidAudience(rules);
    }

    function test_rules_takeSixteenTermsInAClauseAndNotSeventeen() public {
        ICulturalProtocols.Rules memory rules = permissive();
        for (uint256 kinds = 0; kinds < 8; ++kinds) {
            for (uint256 roles = 0; roles < 8; ++roles) {
                uint256 count = (kinds & 1) + ((kinds >> 1) & 1) + (kinds >> 2);
                count += (roles & 1) + ((roles >> 1) & 1) + (roles >> 2);
                rules.audience[0] = _groups(16 - count);
                (rules.audience[0].kinds, rules.audience[0].roles) = (uint8(kinds), uint8(roles));
                _create(bytes32(8 * kinds + roles), rules);
                rules.audience[0].groups = _groups(17 - count).groups;
                _expectInvalidAudience(rules);
            }
        }
    }

    function test_rules_takeGroupsInAscendingOrderAlone() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.audience[0] = _groups(3);
        rules.audience[0].groups[0] = GroupId.wrap(0);
        _expectInvalidAudience(rules);
        rules.audience[0] = _groups(3);
        rules.audience[0].groups[2] = rules.audience[0].groups[1];
        _expectInvalidAudience(rules);
        rules.audience[0] = _groups(3);
        rules.audience[0].groups[2] = rules.audience[0].groups[0];
        _expectInvalidAudience(rules);
    }

    function test_rules_takeNoBitWithoutAMeaningInAClause() public {
        ICulturalProtocols.Rules memory rules = permissive();
        for (uint256 bit = 0; bit < 8; ++bit) {
            rules.audience = clauses(clause(uint8(1 << bit), 0));
            if (bit > 2) _expectInvalidAudience(rules);
            else _create(bytes32(100 + bit), rules);
            rules.audience = clauses(clause(0, uint8(1 << bit)));
            if (bit > 2) _expectInvalidAudience(rules);
            else _create(bytes32(200 + bit), rules);
        }
    }

    function test_rules_takeNoClauseWithoutTermsWhereverItStands() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.audience = clauses(clause(0, 0));
        _expectInvalidAudience(rules);
        rules.audience = clauses(clause(ANYONE, 0), clause(0, 0));
        _expectInvalidAudience(rules);
        rules.audience = clauses(clause(0, 0), clause(ANYONE, 0));
        _expectInvalidAudience(rules);
    }

    function test_rules_takeEveryPurposeAndNoOther() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.purposes = 0x1ff;
        _create("all", rules);
        rules.purposes = 0;
        _create("none", rules);
        for (uint256 bit = 9; bit < 16; ++bit) {
            rules.purposes = uint16(1 << bit);
            vm.expectRevert(
                abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_UnknownPurpose.selector, rules.purposes)
            );
            _create("unknown", rules);
        }
    }

    function test_rules_takeAShareOfAtMostAllAndOnlyOfWhatIsAllowed() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.shareBps = 10_000;
        _create("shared", rules);
        rules.commercial = ICulturalProtocols.Commercial.Granted;
        _create("granted", rules);
        rules.shareBps = 10_001;
        _expectInvalidShare(rules);
        rules.commercial = ICulturalProtocols.Commercial.Shared;
        _expectInvalidShare(rules);
        rules.commercial = ICulturalProtocols.Commercial.Refused;
        rules.shareBps = 1;
        _expectInvalidShare(rules);
        rules.shareBps = 0;
        _create("refused", rules);
    }

    function test_rules_takeThirtyTwoEldersAndLabelsAtMost() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.consentThreshold = 32;
        rules.labels = new bytes32[](32);
        _create("most", rules);
        rules.consentThreshold = 33;
        _expectTooMany(rules, 33);
        rules.consentThreshold = 0;
        rules.labels = new bytes32[](33);
        _expectTooMany(rules, 33);
    }

    function test_rules_takeOffsetsThatClocksHave() public {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.season = daysBetween(1, 1, -720);
        _create("west", rules);
        rules.season.utcOffset = 840;
        _create("east", rules);
        rules.season.utcOffset = -721;
        _expectInvalidSeason(rules);
        rules.season.utcOffset = 841;
        _expectInvalidSeason(rules);
        rules.season = ICulturalProtocols.Season(1, 0, 0);
        _expectInvalidSeason(rules);
    }

    function test_rules_takeAnyDaysOfTheYearButNotAll() public {
        ICulturalProtocols.Rules memory rules = permissive();
        for (uint256 place = 0; place < 366; place += 73) {
            rules.season = daysBetween(place, place, 0);
            _create(bytes32(place + 1_000), rules);
            rules.season = daysBetween((place + 1) % 366, (place + 365) % 366, 0);
            _create(bytes32(place + 2_000), rules);
        }
        rules.season = daysBetween(0, 365, 0);
        _expectInvalidSeason(rules);
        rules.season = ICulturalProtocols.Season(0, 1, 1 << 110);
        _expectInvalidSeason(rules);
        rules.season = ICulturalProtocols.Season(0, 0, 1 << 255);
        _expectInvalidSeason(rules);
    }

    // who may, and what it does

    function test_tighten_isForEldersAndTheAuthority() public {
        address[4] memory others = [_steward, makeAddr("stranger"), address(_roll), address(this)];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ICulturalProtocols.CulturalProtocols_NotGuardian.selector,
                    _communityId,
                    others[i]
                )
            );
            vm.prank(others[i]);
            _protocols.tighten(_policyId, _middle());
        }
        vm.prank(_elder);
        _protocols.tighten(_policyId, _middle());
        vm.prank(_authority);
        _protocols.tighten(_policyId, _middle());
    }

    function test_tighten_countsAtOnceWithARevisionAndAnEvent() public {
        ICulturalProtocols.Rules memory rules = _middle();
        rules.purposes = 0;
        vm.expectEmit(address(_protocols));
        emit ICulturalProtocols.PolicyTightened(_policyId, _elder, 1, rules);
        vm.prank(_elder);
        _protocols.tighten(_policyId, rules);
        ICulturalProtocols.Policy memory policy = _protocols.policyOf(_policyId);
        vm.assertEq(keccak256(abi.encode(policy.rules)), keccak256(abi.encode(rules)), "rules");
        vm.assertEq(policy.revision, 1, "revision");
        vm.assertEq(policy.parts.length, 1, "parts");

        vm.expectEmit(address(_protocols));
        emit ICulturalProtocols.PolicyTightened(_policyId, _authority, 2, rules);
        vm.prank(_authority);
        _protocols.tighten(_policyId, rules);
        vm.assertEq(_protocols.policyOf(_policyId).revision, 2, "the same again is a revision");
    }

    function test_tighten_revertsForAnUnknownPolicy() public {
        PolicyId unknown = PolicyId.wrap("unknown");
        vm.expectRevert(abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_UnknownPolicy.selector, unknown));
        vm.prank(_authority);
        _protocols.tighten(unknown, _middle());
    }

    function test_tighten_revertsForRulesThatNoPolicyMayHave() public {
        ICulturalProtocols.Rules memory rules = _middle();
        rules.audience = new ICulturalProtocols.Clause[](0);
        vm.expectRevert(ICulturalProtocols.CulturalProtocols_InvalidAudience.selector);
        vm.prank(_elder);
        _protocols.tighten(_policyId, rules);
    }

    function test_tighten_takesEveryRuleMadeStricterByItself() public {
        for (uint256 i = 0; i < STRICTER; ++i) {
            PolicyId policyId = _create(bytes32(i + 1), _middle());
            ICulturalProtocols.Rules memory rules = _stricter(i);
            vm.assertNotEq(keccak256(abi.encode(rules)), keccak256(abi.encode(_middle())));
            vm.prank(_elder);
            _protocols.tighten(policyId, rules);
            vm.assertEq(keccak256(abi.encode(_protocols.policyOf(policyId).rules)), keccak256(abi.encode(rules)));
        }
    }

    function test_tighten_refusesEveryRuleMadeLooserByItself() public {
        for (uint256 i = 0; i < LOOSER; ++i) {
            ICulturalProtocols.Rules memory rules = _looser(i);
            address[2] memory callers = [_elder, _authority];
            for (uint256 j = 0; j < 2; ++j) {
                vm.expectRevert(
                    abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_NotStricter.selector, _policyId)
                );
                vm.prank(callers[j]);
                _protocols.tighten(_policyId, rules);
            }
        }
        vm.assertEq(_protocols.policyOf(_policyId).revision, 0);
    }

    function test_tighten_refusesALooserRuleBesideStricterOnes() public {
        for (uint256 i = 0; i < LOOSER; ++i) {
            ICulturalProtocols.Rules memory rules = _looser(i);
            if (i != 0) rules.purposes = 0;
            if (i != 3) rules.derivatives = ICulturalProtocols.Derivatives.Refused;
            vm.expectRevert(
                abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_NotStricter.selector, _policyId)
            );
            vm.prank(_elder);
            _protocols.tighten(_policyId, rules);
        }
    }

    function test_tighten_asksForNoShareOfWhatIsRefusedAnyway() public pure {
        ICulturalProtocols.Rules memory refused = permissive();
        refused.commercial = ICulturalProtocols.Commercial.Refused;
        vm.assertTrue(Strictness.isAtMost(refused, refused), "refused and refused");
        ICulturalProtocols.Rules memory shared = permissive();
        shared.shareBps = 1;
        vm.assertTrue(Strictness.isAtMost(refused, shared), "refused is stricter than any share");
        vm.assertFalse(Strictness.isAtMost(shared, refused), "no share makes up for a refusal");
        shared.commercial = ICulturalProtocols.Commercial.Granted;
        vm.assertFalse(Strictness.isAtMost(shared, refused), "nor does a grant");
    }

    function test_tighten_namesNoCustodianWhereThereIsNone() public pure {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.custodian = address(1);
        vm.assertFalse(Strictness.isAtMost(rules, permissive()));
    }

    function test_tighten_givesAnAttributionOrASeasonWhereThereIsNone() public pure {
        ICulturalProtocols.Rules memory rules = permissive();
        rules.attribution = "attribution";
        rules.season = daysBetween(1, 1, 840);
        rules.expiresAt = 1;
        rules.outreachOnly = true;
        vm.assertTrue(Strictness.isAtMost(rules, permissive()));
    }

    function test_tighten_letsInWhomEveryPresentClauseLetsIn() public pure {
        ICulturalProtocols.Rules memory present = permissive();
        ICulturalProtocols.Rules memory rules = permissive();
        present.audience = clauses(clause(COMMUNITY, 0), clause(0, Roles.ELDER | Roles.STEWARD));
        rules.audience = clauses(clause(0, Roles.ELDER), clause(COMMUNITY, 0));
        vm.assertTrue(Strictness.isAtMost(rules, present), "in another order");
        rules.audience = clauses(clause(0, Roles.ELDER), clause(0, Roles.STEWARD));
        vm.assertFalse(Strictness.isAtMost(rules, present), "nothing stands for the community");
        rules.audience = clauses(clause(COMMUNITY, 0));
        vm.assertFalse(Strictness.isAtMost(rules, present), "nothing stands for the roles");
        present.audience = clauses(clause(COMMUNITY, Roles.ALL));
        rules.audience = clauses(clause(COMMUNITY, 0), clause(ANYONE, 0));
        vm.assertTrue(Strictness.isAtMost(rules, present), "one clause stands for it, the other only adds");
    }

    function test_tighten_takesAnyAudienceWhereAnyoneWasLetIn() public pure {
        ICulturalProtocols.Rules memory present = permissive();
        ICulturalProtocols.Rules memory rules = permissive();
        present.audience = clauses(clause(ANYONE, 0));
        rules.audience = clauses(clause(COMMUNITY, 0));
        vm.assertTrue(Strictness.isAtMost(rules, present), "the community");
        vm.assertFalse(Strictness.isAtMost(present, rules), "not back");
        rules.audience = clauses(groupClause(groupAt(0)));
        vm.assertTrue(Strictness.isAtMost(rules, present), "a group");
        present.audience = clauses(clause(ANYONE, 0), clause(COMMUNITY, 0));
        vm.assertFalse(Strictness.isAtMost(rules, present), "not past the other clause");
    }

    // laws

    function testFuzz_isAtMost_holdsForTheSameRules(uint256 seed) public pure {
        ICulturalProtocols.Rules memory rules = drawRules(Draw(seed), MAY);
        Strictness.validate(rules);
        vm.assertTrue(Strictness.isAtMost(rules, rules));
    }

    function testFuzz_isAtMost_holdsAcrossWhatHoldsTwice(uint256 seed) public pure {
        Draw memory draw = Draw(seed);
        ICulturalProtocols.Rules memory loose = drawRules(draw, MAY);
        ICulturalProtocols.Rules memory middle = _tightened(draw, loose);
        ICulturalProtocols.Rules memory strict = _tightened(draw, middle);
        vm.assertTrue(Strictness.isAtMost(middle, loose), "first");
        vm.assertTrue(Strictness.isAtMost(strict, middle), "second");
        vm.assertTrue(Strictness.isAtMost(strict, loose), "both");
    }

    function testFuzz_isAtMost_holdsOnlyWhereNothingMoreIsAllowed(uint256 seed) public view {
        Draw memory draw = Draw(seed);
        ICulturalProtocols.Rules memory present = drawRules(draw, MAY);
        ICulturalProtocols.Rules memory rules = _tightened(draw, present);
        // As likely as not, something in it is otherwise.
        if (below(draw, 2) == 0) _disturb(draw, rules);
        if (!Strictness.isAtMost(rules, present)) return;
        for (uint256 i = 0; i < 8; ++i) {
            ICulturalProtocols.Request memory request = drawRequest(draw);
            uint48 moment = uint48(MAY - 10 days + below(draw, 800 days));
            ICulturalProtocols.Decision memory now_ = _evaluate(rules, request, moment);
            ICulturalProtocols.Decision memory before = _evaluate(present, request, moment);
            vm.assertTrue(before.allowed || !now_.allowed, "allows what was refused");
            if (now_.allowed && before.until != 0) {
                vm.assertTrue(now_.until != 0 && now_.until <= before.until, "for longer than before");
            }
        }
    }

    /// @dev Stricter in some rules, and otherwise the same.
    function _tightened(
        Draw memory draw,
        ICulturalProtocols.Rules memory present
    ) private pure returns (ICulturalProtocols.Rules memory rules) {
        rules = abi.decode(abi.encode(present), (ICulturalProtocols.Rules));
        if (below(draw, 3) == 0) rules.purposes &= uint16(below(draw, 512));
        if (below(draw, 3) == 0) {
            rules.commercial = ICulturalProtocols.Commercial(below(draw, uint256(present.commercial) + 1));
            bool isRefused = rules.commercial == ICulturalProtocols.Commercial.Refused;
            rules.shareBps = isRefused ? 0 : uint16(bound(below(draw, 10_001), present.shareBps, 10_000));
        }
        if (below(draw, 3) == 0) {
            rules.derivatives = ICulturalProtocols.Derivatives(below(draw, uint256(present.derivatives) + 1));
        }
        if (below(draw, 4) == 0) rules.outreachOnly = true;
        if (below(draw, 4) == 0) rules.retention = ICulturalProtocols.Retention.None;
        if (below(draw, 3) == 0) {
            uint256 latest = present.expiresAt == 0 ? MAY + 800 days : present.expiresAt;
            rules.expiresAt = uint48(latest - below(draw, 400 days));
        }
        if (below(draw, 2) == 0) {
            ICulturalProtocols.Season memory other = drawSeason(draw);
            if (present.season.first | present.season.last == 0) rules.season = other;
            else if ((present.season.first & other.first) | (present.season.last & other.last) != 0) {
                (rules.season.first, rules.season.last) = (
                    present.season.first & other.first,
                    present.season.last & other.last
                );
            }
        }
        if (below(draw, 4) == 0) {
            rules.labels = new bytes32[](present.labels.length + 1);
            for (uint256 i = 0; i < present.labels.length; ++i) rules.labels[i + 1] = present.labels[i];
        }
        if (below(draw, 2) == 0) _narrow(draw, rules);
        rules.document = bytes32(below(draw, 3));
    }

    /// @dev One more clause, and fewer terms in another.
    function _narrow(Draw memory draw, ICulturalProtocols.Rules memory rules) private pure {
        ICulturalProtocols.Clause[] memory audience = new ICulturalProtocols.Clause[](rules.audience.length + 1);
        for (uint256 i = 0; i < rules.audience.length; ++i) audience[i + 1] = rules.audience[i];
        audience[0] = drawAudience(draw)[0];
        ICulturalProtocols.Clause memory one = audience[1 + below(draw, rules.audience.length)];
        one.roles &= uint8(below(draw, 8));
        if (below(draw, 2) == 0) one.groups = new GroupId[](0);
        rules.audience = audience;
    }

    function _disturb(Draw memory draw, ICulturalProtocols.Rules memory rules) private pure {
        ICulturalProtocols.Rules memory other = drawRules(draw, MAY);
        uint256 which = below(draw, 9);
        if (which == 0) rules.audience = other.audience;
        if (which == 1) rules.purposes = other.purposes;
        if (which == 2) rules.commercial = other.commercial;
        if (which == 3) rules.derivatives = other.derivatives;
        if (which == 4) rules.outreachOnly = other.outreachOnly;
        if (which == 5) rules.expiresAt = other.expiresAt;
        if (which == 6) rules.season = other.season;
        if (which == 7) rules.season.utcOffset = other.season.utcOffset;
        if (which == 8) rules.audience[below(draw, rules.audience.length)] = other.audience[0];
    }

    function _evaluate(
        ICulturalProtocols.Rules memory rules,
        ICulturalProtocols.Request memory request,
        uint48 moment
    ) private view returns (ICulturalProtocols.Decision memory) {
        ICulturalProtocols.Part[] memory parts = new ICulturalProtocols.Part[](1);
        parts[0] = ICulturalProtocols.Part(policyAt(0), communityAt(0), 0, rules);
        return _protocols.evaluate(parts, request, moment);
    }

    /// @dev Every rule has something stricter and something looser.
    function _middle() private pure returns (ICulturalProtocols.Rules memory rules) {
        rules.audience = clauses(clause(COMMUNITY | GRANTEES, Roles.ELDER | Roles.STEWARD), _groups(3));
        rules.purposes = 0x0fe;
        rules.commercial = ICulturalProtocols.Commercial.Granted;
        rules.shareBps = 500;
        rules.derivatives = ICulturalProtocols.Derivatives.ByApproval;
        rules.outreachOnly = true;
        rules.retention = ICulturalProtocols.Retention.None;
        rules.consentThreshold = 2;
        rules.expiresAt = uint48(MAY + 1_000 days);
        rules.season = daysBetween(100, 300, 60);
        rules.custodian = address(1);
        rules.attribution = "attribution";
        rules.document = "document";
        rules.labels = new bytes32[](2);
        (rules.labels[0], rules.labels[1]) = (bytes32("one"), bytes32("two"));
    }

    uint256 private constant STRICTER = 16;

    function _stricter(uint256 which) private pure returns (ICulturalProtocols.Rules memory rules) {
        rules = _middle();
        if (which == 0) rules.purposes = 0x07e;
        if (which == 1) (rules.commercial, rules.shareBps) = (ICulturalProtocols.Commercial.Refused, 0);
        if (which == 2) rules.shareBps = 501;
        if (which == 3) rules.derivatives = ICulturalProtocols.Derivatives.Refused;
        if (which == 4) rules.document = "another";
        if (which == 5) rules.document = 0;
        if (which == 6) rules.audience[0] = clause(GRANTEES, Roles.STEWARD);
        if (which == 7) rules.expiresAt -= 1;
        if (which == 8) rules.expiresAt = 1;
        if (which == 9) rules.season = daysBetween(101, 300, 60);
        if (which == 10) rules.season = daysBetween(100, 299, 60);
        if (which == 11) {
            rules.labels = new bytes32[](3);
            (rules.labels[0], rules.labels[1], rules.labels[2]) = (bytes32("two"), bytes32("three"), bytes32("one"));
        }
        if (which == 12) rules.audience[0] = clause(COMMUNITY, Roles.ELDER);
        if (which == 13) rules.audience[1] = _groups(1);
        if (which == 14) (rules.audience[0], rules.audience[1]) = (rules.audience[1], rules.audience[0]);
        if (which == 15) {
            ICulturalProtocols.Clause[] memory audience = _copies(clause(ANYONE, 0), 3);
            (audience[0], audience[1]) = (rules.audience[0], rules.audience[1]);
            rules.audience = audience;
        }
    }

    uint256 private constant LOOSER = 26;

    function _looser(uint256 which) private pure returns (ICulturalProtocols.Rules memory rules) {
        rules = _middle();
        if (which == 0) rules.purposes = 0x0ff;
        if (which == 1) rules.commercial = ICulturalProtocols.Commercial.Shared;
        if (which == 2) rules.shareBps = 499;
        if (which == 3) rules.derivatives = ICulturalProtocols.Derivatives.Reciprocal;
        if (which == 4) rules.outreachOnly = false;
        if (which == 5) rules.retention = ICulturalProtocols.Retention.Hashes;
        if (which == 6) rules.expiresAt += 1;
        if (which == 7) rules.expiresAt = 0;
        if (which == 8) rules.season = daysBetween(99, 300, 60);
        if (which == 9) rules.season = daysBetween(100, 301, 60);
        if (which == 10) rules.season = ICulturalProtocols.Season(0, 0, 0);
        if (which == 11) rules.season.utcOffset = 61;
        if (which == 12) rules.consentThreshold = 1;
        if (which == 13) rules.custodian = address(0);
        if (which == 14) rules.custodian = address(2);
        if (which == 15) rules.attribution = 0;
        if (which == 16) rules.attribution = "another";
        if (which == 17) rules.labels = new bytes32[](0);
        if (which == 18) rules.labels[0] = "three";
        if (which == 19) rules.labels[1] = "three";
        if (which == 20) rules.audience[0].kinds |= ANYONE;
        if (which == 21) rules.audience[0].roles = Roles.ALL;
        if (which == 22) rules.audience[1].groups[2] = groupAt(9);
        if (which == 23) rules.audience = clauses(rules.audience[0]);
        if (which == 24) rules.audience = clauses(rules.audience[1]);
        if (which == 25) rules.consentThreshold = 3;
    }

    function _groups(uint256 count) private pure returns (ICulturalProtocols.Clause memory one) {
        one.groups = new GroupId[](count);
        for (uint256 i = 0; i < count; ++i) one.groups[i] = groupAt(i);
    }

    function _copies(
        ICulturalProtocols.Clause memory one,
        uint256 count
    ) private pure returns (ICulturalProtocols.Clause[] memory all) {
        all = new ICulturalProtocols.Clause[](count);
        for (uint256 i = 0; i < count; ++i) all[i] = one;
    }

    function _create(bytes32 salt, ICulturalProtocols.Rules memory rules) private returns (PolicyId) {
        vm.prank(_authority);
        return _protocols.createPolicy(_communityId, salt, new PolicyId[](0), rules);
    }

    function _expectInvalidAudience(ICulturalProtocols.Rules memory rules) private {
        vm.expectRevert(ICulturalProtocols.CulturalProtocols_InvalidAudience.selector);
        _create("refused", rules);
    }

    function _expectInvalidShare(ICulturalProtocols.Rules memory rules) private {
        vm.expectRevert(
            abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_InvalidShare.selector, rules.shareBps)
        );
        _create("refused", rules);
    }

    function _expectInvalidSeason(ICulturalProtocols.Rules memory rules) private {
        vm.expectRevert(ICulturalProtocols.CulturalProtocols_InvalidSeason.selector);
        _create("refused", rules);
    }

    function _expectTooMany(ICulturalProtocols.Rules memory rules, uint256 given) private {
        vm.expectRevert(
            abi.encodeWithSelector(ICulturalProtocols.CulturalProtocols_TooMany.selector, given, uint256(32))
        );
        _create("refused", rules);
    }
}

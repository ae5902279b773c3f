// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Federation} from "../../src/federation/Federation.sol";
import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {IFederation} from "../../src/interfaces/IFederation.sol";
import {IMembership} from "../../src/interfaces/IMembership.sol";
import {CulturalProtocols} from "../../src/protocols/CulturalProtocols.sol";
import {CommunityId, GroupId, PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {Scopes} from "../../src/types/Scopes.sol";
import {RollDouble} from "../doubles/RollDouble.sol";
import {NaiveCalendar} from "../protocols/NaiveCalendar.sol";
import {PolicyFixture} from "../protocols/PolicyFixture.sol";
import {Books, IHandler, Invariants, Runs} from "./Play.sol";

/// @dev Everybody with a role is a member, and nobody else.
contract PlayedRoll is RollDouble {
    function isMember(address account) external view returns (bool) {
        return roles[account] != 0;
    }

    function memberOf(address account) external view returns (IMembership.Member memory) {
        return IMembership.Member(1, 1, 0, roles[account], false);
    }
}

/// @dev Counts who consented and is an elder now.
contract PlayedCouncil {
    CommunityId public communityId;

    PlayedRoll private _roll;

    mapping(bytes32 subject => address[]) private _consents;

    constructor(CommunityId id, PlayedRoll roll) {
        (communityId, _roll) = (id, roll);
    }

    function giveConsent(bytes32 subject) external {
        _consents[subject].push(msg.sender);
    }

    function consentsTo(bytes32 subject) external view returns (uint256 count) {
        address[] storage consents = _consents[subject];
        for (uint256 i = 0; i < consents.length; ++i) {
            if (_roll.hasAnyRole(consents[i], Roles.ELDER)) ++count;
        }
    }
}

/// @notice Two communities make policies, also on each other's, and change them, whether they may or not; their people
/// come, go and change roles, are let into groups, get grants, and ask.
/// @dev In the file of its test, because the runner knows only contracts of files that it runs.
contract ProtocolsHandler is PolicyFixture, Books {
    /// @dev Rules in few words, so that the books can tell which are stricter without the contract's help.
    /// @param terms Bits: anyone, community, grantees, elder, steward, treasurer, the group of 0, of 1.
    /// @param season A number of {_window}; zero for none.
    struct Plain {
        uint256 terms;
        uint256 purposes;
        uint256 commercial;
        uint256 share;
        uint256 derivatives;
        uint256 season;
        uint256 expiresAt;
        uint256 consents;
    }

    struct Book {
        PolicyId id;
        uint256 community;
        uint256 revision;
        uint256 closedUntil;
        // A bit for each policy, by its place in the books, in order of making.
        uint256 parts;
        // Which of the sample it allows at most.
        uint256 ceiling;
        Plain plain;
    }

    uint256 public constant MOST_POLICIES = 6;

    uint256 public constant PEOPLE = 6;

    /// @dev Drawn rules repeat, so that what elders consented to comes up again.
    uint256 private constant KINDS_OF_RULES = 10;

    uint256 private constant SAMPLES = 6;

    CulturalProtocols public immutable protocols;

    Federation public immutable federation;

    CommunityId[2] public communities;

    GroupId[2] public groups;

    PlayedRoll[2] private _rolls;

    PlayedCouncil[2] private _councils;

    address[2] private _authorities;

    /// @dev The last of them is nobody in either community, ever.
    address[PEOPLE + 1] public people;

    Book[] private _books;

    uint256 private _salts;

    mapping(uint256 community => mapping(uint256 salt => bool)) private _isTaken;

    mapping(uint256 community => mapping(uint256 person => uint256)) private _roles;

    mapping(uint256 group => mapping(uint256 person => bool)) public isIn;

    mapping(uint256 policy => mapping(uint256 person => bool)) public hasGrant;

    mapping(uint256 policy => bool) public isApproved;

    /// @dev A bit for each person, by policy, revision and rules.
    mapping(bytes32 proposal => uint256) private _consents;

    /// @dev First second in which the grant from a community to the other is over; zero for none given.
    uint256[2] private _sharedUntil;

    uint256[2] private _lastConsent;

    VersionId private constant VERSION = VersionId.wrap("version");

    constructor() {
        vm.warp(MAY + 1 days);
        CommunityRegistry registry = new CommunityRegistry();
        federation = new Federation(registry);
        protocols = new CulturalProtocols(registry, federation);
        for (uint256 i = 0; i <= PEOPLE; ++i) people[i] = makeAddr(string.concat("person ", vm.toString(i)));
        for (uint256 i = 0; i < 2; ++i) {
            _authorities[i] = makeAddr(string.concat("authority ", vm.toString(i)));
            communities[i] = registry.communityIdFor(address(this), bytes32(i));
            _rolls[i] = new PlayedRoll();
            _rolls[i].setCommunityId(communities[i]);
            _councils[i] = new PlayedCouncil(communities[i], _rolls[i]);
            registry.register(
                bytes32(i),
                ICommunityRegistry.Parts(_authorities[i], address(_rolls[i]), address(0), address(_councils[i])),
                "name",
                0,
                ""
            );
            vm.prank(_authorities[i]);
            groups[i] = protocols.createGroup(communities[i], "group", Roles.TREASURER);
            for (uint256 j = 0; j < 3; ++j) _give(i, i * 3 + j, 1 << j);
        }
    }

    // Steps ----------------------------------------------------------------------------------------------------------

    /// @dev An account comes, goes, or gets other roles.
    function setRoles(uint256 community, uint256 who, uint256 roles) external {
        _give(community % 2, who % PEOPLE, roles % 3 == 0 ? 0 : (roles >> 2) % 8);
        ++done[this.setRoles.selector];
    }

    function create(uint256 who, uint256 community, uint256 parents, uint256 rules) external {
        if (_books.length == MOST_POLICIES) return;
        community %= 2;
        bool fresh = parents % 8 != 0 || _books.length == 0;
        PolicyId[] memory ids = new PolicyId[](_books.length == 0 ? 0 : (parents >> 3) % 3);
        uint256 parts = 1 << _books.length;
        for (uint256 i = 0; i < ids.length; ++i) {
            uint256 parent = (parents >> (8 * i + 8)) % _books.length;
            ids[i] = _books[parent].id;
            parts |= _books[parent].parts;
        }
        uint256 salt = fresh ? _salts : _salts - 1;
        bool taken = _isTaken[community][salt];
        (address caller, bool may) = _actor(who, community, Roles.ELDER | Roles.STEWARD);
        Plain memory plain = _plain(rules % KINDS_OF_RULES);
        vm.prank(caller);
        try protocols.createPolicy(communities[community], bytes32(salt), ids, _rulesOf(plain)) returns (PolicyId id) {
            _hold(may, "P3", "somebody made a policy who may not");
            _hold(!taken, "P2", "a policy was made twice");
            if (fresh) ++_salts;
            _isTaken[community][salt] = true;
            _books.push(Book(id, community, 0, 0, parts, 0, plain));
            _books[_books.length - 1].ceiling = _allowed(_books.length - 1);
            if (ids.length > 1 && ids[0] != ids[1]) ++seen["a policy of two parents"];
            ++done[this.create.selector];
        } catch {
            _hold(!may || taken, "P3", "who may could not make a policy");
        }
    }

    function tighten(uint256 who, uint256 which, uint256 rules, uint256 fields) external {
        if (_books.length == 0) return;
        which %= _books.length;
        Book storage book = _books[which];
        Plain memory plain = _mixed(book.plain, _plain(rules % KINDS_OF_RULES), fields);
        bool stricter = _isAtMost(plain, book.plain);
        (address caller, bool may) = _actor(who, book.community, Roles.ELDER);
        vm.prank(caller);
        try protocols.tighten(book.id, _rulesOf(plain)) {
            _hold(may, "P3", "somebody tightened a policy who may not");
            _hold(stricter, "P1", "a policy was tightened to something looser");
            if (keccak256(abi.encode(plain)) != keccak256(abi.encode(book.plain))) ++seen["a rule became stricter"];
            book.plain = plain;
            ++book.revision;
            _lower();
            ++done[this.tighten.selector];
        } catch {
            _hold(!may || !stricter, "P3", "an elder could not tighten a policy");
        }
    }

    function consent(uint256 who, uint256 which, uint256 rules) external {
        if (_books.length == 0) return;
        who %= PEOPLE;
        which %= _books.length;
        Book storage book = _books[which];
        rules %= KINDS_OF_RULES;
        Plain memory plain = _plain(rules);
        bytes32 proposal = _proposal(which, plain);
        if (_roles[book.community][who] & Roles.ELDER == 0 || (_consents[proposal] >> who) & 1 != 0) return;
        bytes32 subject = protocols.looseningSubject(book.id, _rulesOf(plain));
        vm.prank(people[who]);
        _councils[book.community].giveConsent(subject);
        _consents[proposal] |= 1 << who;
        _lastConsent = [which, rules];
        ++done[this.consent.selector];
    }

    /// @dev Every other time what an elder consented to last.
    function loosen(uint256 who, uint256 which, uint256 rules) external {
        if (_books.length == 0) return;
        (which, rules) = which % 2 == 0
            ? (_lastConsent[0], _lastConsent[1])
            : ((which >> 1) % _books.length, rules % KINDS_OF_RULES);
        Book storage book = _books[which];
        Plain memory plain = _plain(rules);
        (address caller, ) = _actor(who, book.community, 0);
        bool voted = caller == _authorities[book.community];
        uint256 elders = _eldersAmong(book.community, _consents[_proposal(which, plain)]);
        bool agreed = elders >= book.plain.consents;
        vm.prank(caller);
        try protocols.loosen(book.id, _rulesOf(plain)) {
            _hold(voted, "P4", "a policy was loosened without a vote");
            _hold(agreed, "P4", "a policy was loosened without the elders");
            if (book.plain.consents != 0) ++seen["elders consented to loosening"];
            if (book.closedUntil > vm.getBlockTimestamp()) ++seen["a vote opened what was closed early"];
            book.plain = plain;
            ++book.revision;
            book.closedUntil = 0;
            _raise(which);
            ++done[this.loosen.selector];
        } catch {
            _hold(!voted || !agreed, "P4", "a vote and the elders could not loosen a policy");
            if (voted && elders != 0) ++seen["too few elders consented"];
        }
    }

    function closeEarly(uint256 who, uint256 which, uint256 words) external {
        if (_books.length == 0) return;
        which %= _books.length;
        Book storage book = _books[which];
        uint256 end = _endOfSeason(book.plain.season);
        bool open = end != 0 && vm.getBlockTimestamp() >= book.closedUntil;
        (address caller, bool may) = _actor(who, book.community, Roles.ELDER | Roles.STEWARD);
        bool said = words % 8 != 0;
        vm.prank(caller);
        try protocols.closeEarly(book.id, said ? "reason" : "") {
            _hold(may, "P3", "somebody closed a season who may not");
            _hold(open && said, "P6", "a season was closed that was not open, or without a reason");
            book.closedUntil = end;
            _lower();
            ++done[this.closeEarly.selector];
        } catch {
            _hold(!may || !open || !said, "P3", "a steward could not close a season");
        }
    }

    function setGroupMember(uint256 who, uint256 group, uint256 whom, uint256 lets) external {
        group %= 2;
        whom %= PEOPLE;
        uint8 roles = lets % 2 == 1 ? Roles.TREASURER : Roles.ALL;
        (address caller, bool may) = _actor(who, group, roles);
        vm.prank(caller);
        try protocols.setGroupMember(groups[group], people[whom], lets % 2 == 1) {
            _hold(may, "P8", "somebody said who is in a group who may not");
            isIn[group][whom] = lets % 2 == 1;
            ++done[this.setGroupMember.selector];
        } catch {
            _hold(!may, "P8", "a keeper could not say who is in a group");
        }
    }

    function setCommercialGrant(uint256 who, uint256 which, uint256 whom, uint256 give) external {
        if (_books.length == 0) return;
        (which, whom) = (which % _books.length, whom % PEOPLE);
        uint256 community = _books[which].community;
        (address caller, bool may) = _actor(who, community, Roles.ELDER);
        if (give % 2 == 1) may = caller == _authorities[community];
        vm.prank(caller);
        try protocols.setCommercialGrant(_books[which].id, people[whom], give % 2 == 1) {
            _hold(may, "P8", "somebody gave a grant, or took it back, who may not");
            hasGrant[which][whom] = give % 2 == 1;
            ++done[this.setCommercialGrant.selector];
        } catch {
            _hold(!may, "P8", "who may could not give a grant or take it back");
        }
    }

    function setDerivativeApproval(uint256 who, uint256 which, uint256 give) external {
        if (_books.length == 0) return;
        which %= _books.length;
        uint256 community = _books[which].community;
        (address caller, bool may) = _actor(who, community, Roles.ELDER);
        if (give % 2 == 1) may = caller == _authorities[community];
        vm.prank(caller);
        try protocols.setDerivativeApproval(_books[which].id, VERSION, give % 2 == 1) {
            _hold(may, "P8", "somebody approved a derivative, or took it back, who may not");
            isApproved[which] = give % 2 == 1;
            ++done[this.setDerivativeApproval.selector];
        } catch {
            _hold(!may, "P8", "who may could not approve a derivative or take it back");
        }
    }

    function share(uint256 who, uint256 from, uint256 scopes, uint256 term) external {
        from %= 2;
        (address caller, ) = _actor(who % 2 == 0 ? 0 : who, from, 0);
        uint256 end = term % 3 == 0 ? type(uint48).max : vm.getBlockTimestamp() + bound(term, 1, 60 days);
        scopes %= 16;
        IFederation.Grant memory grant = IFederation.Grant(uint8(scopes), uint48(end), false);
        vm.prank(caller);
        try federation.setGrant(communities[from], communities[1 - from], grant) {
            _hold(caller == _authorities[from], "P3", "somebody shared who may not");
            _sharedUntil[from] = scopes & Scopes.ADOPT != 0 ? end : 0;
            ++done[this.share.selector];
        } catch {
            _hold(caller != _authorities[from], "P3", "a community could not share");
        }
    }

    /// @dev The answer to somebody, against the books and against that of each part.
    function ask(uint256 who, uint256 which, uint256 through, uint256 what) external {
        if (_books.length == 0) return;
        (who, which, through) = (who % (PEOPLE + 1), which % _books.length, through % 2);
        ICulturalProtocols.Query memory query = ICulturalProtocols.Query(
            people[who],
            communities[through],
            ICulturalProtocols.Purpose(what % 9),
            (what >> 8) % 4 == 0,
            VersionId.wrap((what >> 16) % 4 == 0 ? VersionId.unwrap(VERSION) : bytes32(0))
        );
        // Mostly what more policies allow.
        if ((what >> 24) % 4 != 0) (query.purpose, query.commercial) = (ICulturalProtocols.Purpose.Education, false);
        ICulturalProtocols.Decision memory decision = protocols.decide(_books[which].id, query);
        for (uint256 i = 0; i < _books.length; ++i) {
            if ((_books[which].parts >> i) & 1 == 0 || !decision.allowed || i == which) continue;
            _hold(protocols.decide(_books[i].id, query).allowed, "P5", "a policy allowed what a part of it refuses");
        }
        uint256 expected = _expected(which, who, through, query);
        _hold(uint256(decision.reason) == expected, "P7", "a decision is not that of the books");
        _hold(decision.allowed == (expected == 0), "P7", "a decision does not say what its reason says");
        if (decision.until != 0) {
            uint256 time = vm.getBlockTimestamp();
            _hold(decision.until > time, "P7", "a decision lasts until a time that is over");
            vm.warp(decision.until - 1);
            bool lasts = (_expected(which, who, through, query) == 0) == decision.allowed;
            vm.warp(decision.until);
            bool ends = (_expected(which, who, through, query) == 0) != decision.allowed;
            vm.warp(time);
            _hold(lasts && ends, "P7", "a decision does not change when it says");
            if (decision.until == _sharedUntil[_books[which].community]) ++seen["an answer lasted as long as a grant"];
        }
        ++seen[string.concat("reason ", vm.toString(expected))];
        ++done[this.ask.selector];
    }

    function letTimePass(uint256 elapsed) external {
        skip(bound(elapsed, 1, elapsed % 4 == 0 ? 90 days : 6 days));
        ++done[this.letTimePass.selector];
    }

    // What the books say ---------------------------------------------------------------------------------------------

    function steps() external pure override returns (bytes4[] memory all) {
        all = new bytes4[](12);
        all[0] = this.setRoles.selector;
        all[1] = this.create.selector;
        all[2] = this.tighten.selector;
        all[3] = this.consent.selector;
        all[4] = this.loosen.selector;
        all[5] = this.closeEarly.selector;
        all[6] = this.setGroupMember.selector;
        all[7] = this.setCommercialGrant.selector;
        all[8] = this.setDerivativeApproval.selector;
        all[9] = this.share.selector;
        all[10] = this.ask.selector;
        all[11] = this.letTimePass.selector;
    }

    function sights() external pure override returns (string[] memory all) {
        all = new string[](16);
        all[0] = "a policy of two parents";
        all[1] = "a rule became stricter";
        all[2] = "elders consented to loosening";
        all[3] = "too few elders consented";
        all[4] = "a vote opened what was closed early";
        // Every reason that the books can come to: none of these policies is unknown, or for outreach only.
        all[5] = "reason 0";
        all[6] = "reason 2";
        all[7] = "reason 3";
        all[8] = "reason 5";
        all[9] = "reason 6";
        all[10] = "reason 7";
        all[11] = "reason 8";
        all[12] = "reason 9";
        all[13] = "reason 10";
        all[14] = "reason 11";
        all[15] = "an answer lasted as long as a grant";
    }

    function policyCount() external view returns (uint256) {
        return _books.length;
    }

    /// @dev The policy as it should be on record.
    function policyOf(uint256 which) external view returns (PolicyId id, ICulturalProtocols.Policy memory policy) {
        Book storage book = _books[which];
        policy.communityId = communities[book.community];
        policy.revision = uint32(book.revision);
        policy.closedUntil = uint48(book.closedUntil);
        policy.rules = _rulesOf(book.plain);
        return (book.id, policy);
    }

    function isPart(uint256 which, uint256 part) external view returns (bool) {
        return (_books[which].parts >> part) & 1 != 0;
    }

    /// @dev Whether everybody is let in, by every part.
    function isAnyones(uint256 which) external view returns (bool) {
        for (uint256 i = 0; i < _books.length; ++i) {
            if ((_books[which].parts >> i) & 1 != 0 && _books[i].plain.terms & 1 == 0) return false;
        }
        return true;
    }

    function _give(uint256 community, uint256 who, uint256 roles) private {
        _roles[community][who] = roles;
        _rolls[community].setRoles(people[who], uint8(roles));
    }

    /// @dev The community's authority, one of its people with such a role, or anybody; and whether it may.
    function _actor(uint256 seed, uint256 community, uint8 roles) private view returns (address, bool) {
        if (seed % 4 == 0) return (_authorities[community], true);
        if (seed % 16 == 1) return (_authorities[1 - community], false);
        uint256 who = (seed >> 4) % (PEOPLE + 1);
        for (uint256 i = 0; seed % 4 == 2 && i < PEOPLE && _roles[community][who] & roles == 0; ++i) {
            who = (who + 1) % PEOPLE;
        }
        return (people[who], _roles[community][who] & roles != 0);
    }

    /// @dev Policies of which some part was loosened may allow more from now on.
    function _raise(uint256 loosened) private {
        for (uint256 i = 0; i < _books.length; ++i) {
            if ((_books[i].parts >> loosened) & 1 != 0) _books[i].ceiling = _allowed(i);
        }
        _lower();
    }

    /// @dev None allows what it refused before.
    function _lower() private {
        for (uint256 i = 0; i < _books.length; ++i) {
            uint256 allowed = _allowed(i);
            _hold(allowed & ~_books[i].ceiling == 0, "P1", "a policy allows what it refused before");
            _books[i].ceiling = allowed;
        }
    }

    /// @dev Which of a sample of requests and moments, always the same, the policy allows.
    function _allowed(uint256 which) private view returns (uint256 bits) {
        ICulturalProtocols.Part[] memory parts = protocols.partsOf(_books[which].id);
        for (uint256 i = 0; i < SAMPLES; ++i) {
            uint256 moment = MAY + (i % 2) * 365 days + (i % 3) * 12 days;
            if (protocols.evaluate(parts, _sample(i), uint48(moment)).allowed) bits |= 1 << i;
        }
    }

    function _sample(uint256 index) private view returns (ICulturalProtocols.Request memory request) {
        request.purpose = ICulturalProtocols.Purpose(index);
        if (index == 0) return request;
        request.memberships = new ICulturalProtocols.Standing[](2);
        request.memberships[0] = ICulturalProtocols.Standing(communities[0], index == 1 ? 0 : Roles.ALL);
        request.memberships[1] = ICulturalProtocols.Standing(communities[1], index == 2 ? 0 : Roles.ALL);
        if (index < 3) return request;
        (request.commercial, request.derivative) = (index != 4, index != 5);
        request.grants = new CommunityId[](2);
        (request.grants[0], request.grants[1]) = (communities[0], communities[1]);
    }

    /// @dev The smallest reason over the parts, by the books; zero where all allow.
    function _expected(
        uint256 which,
        uint256 who,
        uint256 through,
        ICulturalProtocols.Query memory query
    ) private view returns (uint256 expected) {
        for (uint256 i = 0; i < _books.length; ++i) {
            if ((_books[which].parts >> i) & 1 == 0) continue;
            uint256 reason = _reasonOf(i, who, through, query);
            if (reason != 0 && (expected == 0 || reason < expected)) expected = reason;
        }
    }

    function _reasonOf(
        uint256 part,
        uint256 who,
        uint256 through,
        ICulturalProtocols.Query memory query
    ) private view returns (uint256) {
        Plain storage plain = _books[part].plain;
        if (!_fits(plain.terms, _books[part].community, who, through)) return 2;
        if ((plain.purposes >> uint256(query.purpose)) & 1 == 0) return 3;
        if (query.commercial || query.purpose == ICulturalProtocols.Purpose.Commercial) {
            if (plain.commercial == 0) return 5;
            if (plain.commercial == 1 && !hasGrant[part][who]) return 6;
        }
        if (VersionId.unwrap(query.derivative) != 0) {
            if (plain.derivatives == 0) return 7;
            uint256 community = _books[part].community;
            bool isOwn = through == community && _roles[community][who] != 0;
            if (plain.derivatives == 1 && !isOwn && !isApproved[part]) return 8;
        }
        uint256 time = vm.getBlockTimestamp();
        if (plain.expiresAt != 0 && time >= plain.expiresAt) return 9;
        if (time < _books[part].closedUntil) return 10;
        if (plain.season != 0 && _endOfSeason(plain.season) == 0) return 11;
        return 0;
    }

    function _fits(uint256 terms, uint256 community, uint256 who, uint256 through) private view returns (bool) {
        uint256 roles = _roles[community][who];
        bool shares =
            through != community && _roles[through][who] != 0 && vm.getBlockTimestamp() < _sharedUntil[community];
        return
            terms & 1 != 0 ||
            (terms & 2 != 0 && roles != 0) ||
            (terms & 4 != 0 && shares) ||
            (terms >> 3) & roles != 0 ||
            (terms & 64 != 0 && isIn[0][who]) ||
            (terms & 128 != 0 && isIn[1][who]);
    }

    function _eldersAmong(uint256 community, uint256 persons) private view returns (uint256 count) {
        for (uint256 i = 0; i < PEOPLE; ++i) {
            if ((persons >> i) & 1 != 0 && _roles[community][i] & Roles.ELDER != 0) ++count;
        }
    }

    function _proposal(uint256 which, Plain memory plain) private view returns (bytes32) {
        return keccak256(abi.encode(which, _books[which].revision, plain));
    }

    /// @dev Of a season that holds today, the second after it; zero where it does not.
    function _endOfSeason(uint256 season) private view returns (uint256) {
        if (season == 0) return 0;
        ICulturalProtocols.Season memory window = _window(season);
        uint256 today = vm.getBlockTimestamp() / 1 days;
        uint256[] memory places = NaiveCalendar.placesFrom(int256(today), 130);
        if (!holds(window, places[0])) return 0;
        uint256 ahead = 1;
        while (holds(window, places[ahead])) ++ahead;
        return (today + ahead) * 1 days;
    }

    function _isAtMost(Plain memory plain, Plain memory present) private pure returns (bool) {
        bool within =
            present.season == 0 || plain.season == present.season || (plain.season == 2 && present.season == 1);
        return
            within &&
            (present.terms & 1 != 0 || plain.terms & ~present.terms == 0) &&
            plain.purposes & ~present.purposes == 0 &&
            plain.commercial <= present.commercial &&
            (plain.commercial == 0 || plain.share >= present.share) &&
            plain.derivatives <= present.derivatives &&
            (present.expiresAt == 0 || (plain.expiresAt != 0 && plain.expiresAt <= present.expiresAt)) &&
            plain.consents == present.consents;
    }

    /// @dev The present rules, of which about one in four is another's.
    function _mixed(
        Plain memory present,
        Plain memory other,
        uint256 fields
    ) private pure returns (Plain memory plain) {
        plain = abi.decode(abi.encode(present), (Plain));
        if ((fields >> 1) % 4 == 0) plain.terms = other.terms;
        if ((fields >> 3) % 4 == 0) plain.purposes = other.purposes;
        if ((fields >> 5) % 4 == 0) (plain.commercial, plain.share) = (other.commercial, other.share);
        if ((fields >> 7) % 4 == 0) plain.derivatives = other.derivatives;
        if ((fields >> 9) % 4 == 0) plain.season = other.season;
        if ((fields >> 11) % 4 == 0) plain.expiresAt = other.expiresAt;
        if ((fields >> 13) % 4 == 0) plain.consents = other.consents;
    }

    function _plain(uint256 seed) private pure returns (Plain memory plain) {
        Draw memory draw = Draw(seed);
        plain.terms = below(draw, 2) == 0 ? 1 : 1 + below(draw, 255);
        // One in five is for those alone whom the community shares with.
        if (seed % 5 == 0) plain.terms = 4;
        plain.purposes = below(draw, 3) == 0 ? below(draw, 512) : ALL_PURPOSES;
        plain.commercial = below(draw, 3);
        plain.share = plain.commercial == 0 ? 0 : below(draw, 2) * 5_000;
        plain.derivatives = below(draw, 3);
        plain.season = below(draw, 4);
        plain.expiresAt = [0, 0, MAY + 150 days, MAY + 300 days][below(draw, 4)];
        plain.consents = below(draw, 3);
    }

    function _rulesOf(Plain memory plain) private view returns (ICulturalProtocols.Rules memory rules) {
        rules.audience = clauses(clause(uint8(plain.terms & 7), uint8((plain.terms >> 3) & 7)));
        rules.audience[0].groups = _groupsOf(plain.terms >> 6);
        rules.purposes = uint16(plain.purposes);
        rules.commercial = ICulturalProtocols.Commercial(plain.commercial);
        rules.shareBps = uint16(plain.share);
        rules.derivatives = ICulturalProtocols.Derivatives(plain.derivatives);
        if (plain.season != 0) rules.season = _window(plain.season);
        rules.expiresAt = uint48(plain.expiresAt);
        rules.consentThreshold = uint8(plain.consents);
        rules.labels = new bytes32[](0);
    }

    function _groupsOf(uint256 bits) private view returns (GroupId[] memory some) {
        (GroupId low, GroupId high) = (groups[0], groups[1]);
        if (bits == 1) (low, high) = (groups[0], groups[0]);
        if (bits == 2) (low, high) = (groups[1], groups[1]);
        if (GroupId.unwrap(low) > GroupId.unwrap(high)) (low, high) = (high, low);
        some = new GroupId[](
            bits == 0
                ? 0
                : bits == 3
                    ? 2
                    : 1
        );
        if (bits != 0) some[some.length - 1] = high;
        if (bits == 3) some[0] = low;
    }

    /// @dev May, its first half, and winter.
    function _window(uint256 season) private pure returns (ICulturalProtocols.Season memory) {
        if (season == 3) return daysBetween(305, LEAP_DAY, 0);
        return daysBetween(FIRST_OF_MAY, FIRST_OF_MAY + (season == 1 ? 30 : 14), 0);
    }
}

/// @dev The numbers are those of README.md beside this file.
contract ProtocolsInvariants is Invariants {
    ProtocolsHandler private _handler;

    CulturalProtocols private _protocols;

    function setUp() public {
        _handler = new ProtocolsHandler();
        _protocols = _handler.protocols();
        _playWith(_handler);
    }

    function invariant_P1_aPolicyAllowsMoreOnlyAfterItWasLoosened() public view {
        _assertNoBreach("P1");
    }

    function invariant_P2_whatIsOnRecordIsWhatWasSaidAndPartsStay() public view {
        _assertNoBreach("P2");
        for (uint256 i = 0; i < _handler.policyCount(); ++i) {
            (PolicyId id, ICulturalProtocols.Policy memory expected) = _handler.policyOf(i);
            ICulturalProtocols.Policy memory policy = _protocols.policyOf(id);
            uint256 count = 0;
            for (uint256 j = 0; j < _handler.policyCount(); ++j) {
                (PolicyId part, ) = _handler.policyOf(j);
                bool isPart = _handler.isPart(i, j);
                vm.assertEq(_protocols.carries(id, part), isPart);
                if (isPart) ++count;
            }
            vm.assertEq(policy.parts.length, count);
            vm.assertEq(PolicyId.unwrap(policy.parts[count - 1]), PolicyId.unwrap(id));
            expected.parts = policy.parts;
            vm.assertEq(keccak256(abi.encode(policy)), keccak256(abi.encode(expected)));
        }
    }

    function invariant_P3_nobodyChangesAPolicyWhoMayNotAndWhoMayCan() public view {
        _assertNoBreach("P3");
    }

    function invariant_P4_looseningTakesTheVoteAndTheElders() public view {
        _assertNoBreach("P4");
    }

    function invariant_P5_aPolicyNeverAllowsWhatAPartRefuses() public view {
        _assertNoBreach("P5");
    }

    function invariant_P6_whatWasClosedStaysClosedUntilItsTime() public view {
        _assertNoBreach("P6");
        for (uint256 i = 0; i < _handler.policyCount(); ++i) {
            (PolicyId id, ICulturalProtocols.Policy memory expected) = _handler.policyOf(i);
            if (expected.closedUntil <= vm.getBlockTimestamp()) continue;
            for (uint256 who = 0; who <= _handler.PEOPLE(); ++who) {
                ICulturalProtocols.Query memory query;
                (query.account, query.communityId) = (_handler.people(who), expected.communityId);
                vm.assertFalse(_protocols.decide(id, query).allowed);
            }
        }
    }

    function invariant_P7_everyAnswerIsThatOfTheBooks() public view {
        _assertNoBreach("P7");
        address outsider = _handler.people(_handler.PEOPLE());
        for (uint256 i = 0; i < _handler.policyCount(); ++i) {
            (PolicyId id, ) = _handler.policyOf(i);
            for (uint256 through = 0; through < 2; ++through) {
                ICulturalProtocols.Query memory query;
                (query.account, query.communityId) = (outsider, _handler.communities(through));
                bool letIn = _protocols.decide(id, query).reason != ICulturalProtocols.Reason.Audience;
                vm.assertEq(letIn, _handler.isAnyones(i));
            }
        }
    }

    function invariant_P8_groupsGrantsAndApprovalsAreThoseGiven() public view {
        _assertNoBreach("P8");
        for (uint256 who = 0; who < _handler.PEOPLE(); ++who) {
            address account = _handler.people(who);
            for (uint256 i = 0; i < 2; ++i) {
                vm.assertEq(_protocols.isInGroup(_handler.groups(i), account), _handler.isIn(i, who));
            }
            for (uint256 i = 0; i < _handler.policyCount(); ++i) {
                (PolicyId id, ) = _handler.policyOf(i);
                vm.assertEq(_protocols.hasCommercialGrant(id, account), _handler.hasGrant(i, who));
            }
        }
    }
}

contract ProtocolsRuns is Runs {
    function _newHandler() internal override returns (IHandler) {
        return new ProtocolsHandler();
    }
}

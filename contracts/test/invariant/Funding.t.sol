// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {QuadraticFunding} from "../../src/funding/QuadraticFunding.sol";
import {CommunityRegistry} from "../../src/governance/CommunityRegistry.sol";
import {ICommunityRegistry} from "../../src/interfaces/ICommunityRegistry.sol";
import {IPermit2} from "../../src/interfaces/IPermit2.sol";
import {IQuadraticFunding} from "../../src/interfaces/IQuadraticFunding.sol";
import {IWrappedNative} from "../../src/interfaces/IWrappedNative.sol";
import {CommunityId, RoundId, VersionId} from "../../src/types/Ids.sol";
import {Roles} from "../../src/types/Roles.sol";
import {MembersDouble} from "../doubles/MembersDouble.sol";
import {TokenDouble} from "../doubles/TokenDoubles.sol";
import {TestBase} from "../TestBase.sol";
import {Books, IHandler, Invariants, Runs} from "./Play.sol";

/// @notice Two communities open rounds, in which their members may give in turn; people fund, apply, review, declare
/// households, give, take back and take what is theirs, whether they may or not, while members leave, come back and get other
/// keys.
/// @dev In the file of its test, because the runner knows only contracts of files that it runs.
contract FundingHandler is TestBase, Books {
    /// @param poolInTime What of the pool was there when giving began, or is there by now.
    /// @param owed What those funders gave who have not had their share of what is left.
    /// @param ended Finalized or Cancelled; None while neither.
    struct Book {
        RoundId id;
        uint256 home;
        IQuadraticFunding.Terms terms;
        uint256 pool;
        uint256 poolInTime;
        uint256 left;
        uint256 owed;
        uint256 arrived;
        uint256 gone;
        uint256 projects;
        IQuadraticFunding.Phase ended;
    }

    struct Venture {
        uint256 applicant;
        address recipient;
        uint256 deposit;
        IQuadraticFunding.Status status;
        uint256 pay;
        bool lostGifts;
    }

    struct Given {
        uint256 total;
        uint256 latest;
        uint256 at;
    }

    struct Record {
        uint64 id;
        uint256 joinedAt;
        uint256 leftAt;
        bool wasUsed;
        bool isNewKey;
    }

    /// @param threshold The least of those that get the cap; zero where none does.
    /// @param isShort Whether the rate is not that of the matches themselves.
    struct Shares {
        uint256[] pays;
        uint256 threshold;
        bool isShort;
        uint256 matched;
    }

    /// @param place Of the donor's community among those of the round.
    struct Asked {
        uint256 round;
        uint256 project;
        uint256 account;
        uint256 place;
        address to;
    }

    uint256 public constant MOST_ROUNDS = 6;

    /// @dev That have not ended.
    uint256 private constant MOST_AT_ONCE = 2;

    uint256 public constant MOST_PROJECTS = 5;

    uint256 public constant ACCOUNTS = 12;

    /// @dev Of each community; their ids begin at 1.
    uint256 public constant MOST_MEMBERS = 7;

    uint256 private constant SCALE = 1e32;

    QuadraticFunding public immutable funding;

    TokenDouble[2] public tokens;

    CommunityId[2] public communities;

    address[ACCOUNTS] public accounts;

    /// @notice How many steps were taken, whether they came to anything or not.
    uint256 public moves;

    MembersDouble[2] private _rolls;

    address[2] private _authorities;

    Record[ACCOUNTS][2] private _records;

    uint64[2] private _lastId;

    mapping(uint256 community => mapping(uint256 account => bool)) private _isSteward;

    Book[] private _rounds;

    mapping(uint256 round => mapping(uint256 project => Venture)) private _ventures;

    mapping(uint256 round => mapping(uint256 project => mapping(uint256 donor => Given))) private _gifts;

    mapping(uint256 round => mapping(uint256 donor => bytes32)) private _households;

    mapping(uint256 round => mapping(uint256 account => uint256)) private _funds;

    mapping(uint256 round => IQuadraticFunding.Phase) private _lastPhase;

    /// @dev The gift that was made last.
    Asked private _lastGift;

    constructor() {
        vm.warp(1_800_000_000);
        CommunityRegistry registry = new CommunityRegistry();
        funding = new QuadraticFunding(registry, IPermit2(address(0)), IWrappedNative(address(0)));
        (tokens[0], tokens[1]) = (new TokenDouble(), new TokenDouble());
        for (uint256 i = 0; i < 2; ++i) {
            _authorities[i] = makeAddr(string.concat("authority ", vm.toString(i)));
            communities[i] = registry.communityIdFor(address(this), bytes32(i));
            _rolls[i] = new MembersDouble();
            _rolls[i].setCommunityId(communities[i]);
            registry.register(
                bytes32(i),
                ICommunityRegistry.Parts(_authorities[i], address(_rolls[i]), address(0), address(0)),
                "name",
                0,
                ""
            );
        }
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            accounts[i] = makeAddr(string.concat("account ", vm.toString(i)));
            for (uint256 j = 0; j < 2; ++j) {
                tokens[j].mint(accounts[i], 1e30);
                vm.prank(accounts[i]);
                tokens[j].approve(address(funding), type(uint256).max);
            }
        }
        // The first five are the one's, the fourth to the eighth the other's: two are in both.
        for (uint256 i = 0; i < 8; ++i) {
            if (i < 5) _admit(0, i);
            if (i > 2) _admit(1, i);
        }
        (_isSteward[0][0], _isSteward[1][7]) = (true, true);
        _rolls[0].setRoles(accounts[0], Roles.STEWARD);
        _rolls[1].setRoles(accounts[7], Roles.STEWARD);
        skip(1);
    }

    // Steps ----------------------------------------------------------------------------------------------------------

    function steps() external pure override returns (bytes4[] memory all) {
        all = new bytes4[](50);
        all[0] = this.open.selector;
        all[1] = this.fund.selector;
        all[2] = this.submit.selector;
        all[3] = this.withdraw.selector;
        all[4] = this.review.selector;
        all[5] = this.setHousehold.selector;
        all[6] = this.give.selector;
        all[7] = this.giveMany.selector;
        all[8] = this.undo.selector;
        all[9] = this.finalize.selector;
        all[10] = this.cancel.selector;
        all[11] = this.claim.selector;
        all[12] = this.claimTo.selector;
        all[13] = this.returnGift.selector;
        all[14] = this.returnFunding.selector;
        all[15] = this.returnDeposit.selector;
        all[16] = this.leave.selector;
        all[17] = this.join.selector;
        all[18] = this.moveKey.selector;
        all[19] = this.setSteward.selector;
        all[20] = this.letTimePass.selector;
        // More often than the rest: what it is about, and time.
        uint256 next = 21;
        for (uint256 i = 0; i < 8; ++i) all[next++] = this.give.selector;
        for (uint256 i = 0; i < 3; ++i) all[next++] = this.giveMany.selector;
        all[next++] = this.setHousehold.selector;
        all[next++] = this.undo.selector;
        for (uint256 i = 0; i < 4; ++i) all[next++] = this.letTimePass.selector;
        for (uint256 i = 0; i < 3; ++i) all[next++] = this.review.selector;
        for (uint256 i = 0; i < 2; ++i) all[next++] = this.claim.selector;
        for (uint256 i = 0; i < 3; ++i) all[next++] = this.returnGift.selector;
        for (uint256 i = 0; i < 3; ++i) all[next++] = this.finalize.selector;
        all[next++] = this.claimTo.selector;
    }

    function sights() external pure override returns (string[] memory all) {
        all = new string[](21);
        all[0] = "a round was finalized with money for all";
        all[1] = "a pool was too small";
        all[2] = "a cap parted the projects";
        all[3] = "a pool was scaled up";
        all[4] = "a round was over before giving began";
        all[5] = "a round was over because nobody finalized";
        all[6] = "a rejected project took part again";
        all[7] = "a project took part again of which gifts were returned";
        all[8] = "a gift was bound by a household";
        all[9] = "a gift was undone that was bound by a household";
        all[10] = "a bound gift was returned";
        all[11] = "who had left took a gift back";
        all[12] = "a new key took a gift back";
        all[13] = "who came back while giving lasted could not give";
        all[14] = "a member of both could not give as the second";
        all[15] = "a lone donor's project was not matched";
        all[16] = "a funder got a share of what was left";
        all[17] = "a funder got all back";
        all[18] = "a gift to a rejected project was returned";
        all[19] = "two rounds of one token held money";
        all[20] = "a wrong threshold was refused";
    }

    function open(uint256 who, uint256 kind, uint256 times) external {
        ++moves;
        who = _mix(who);
        kind = _mix(kind);
        times = _mix(times);
        if (_open(who, kind, times)) ++done[this.open.selector];
    }

    function fund(uint256 pick, uint256 who, uint256 amount) external {
        ++moves;
        pick = _mix(pick);
        who = _mix(who);
        amount = _mix(amount);
        _openFirst(pick);
        IQuadraticFunding.Phase wanted =
            pick % 2 == 0 ? IQuadraticFunding.Phase.Giving : IQuadraticFunding.Phase.Applications;
        uint256 round = _pick(pick, wanted);
        if (_fund(round, who % ACCOUNTS, amount % 9 == 8 ? 0 : bound(amount, 1, 60) * _unit(round))) {
            ++done[this.fund.selector];
        }
    }

    function submit(uint256 pick, uint256 who, uint256 to) external {
        ++moves;
        pick = _mix(pick);
        who = _mix(who);
        to = _mix(to);
        _openFirst(pick);
        uint256 round = _pick(pick, IQuadraticFunding.Phase.Applications);
        if (_rounds[round].projects == MOST_PROJECTS) return;
        if (_submit(round, who % ACCOUNTS, _drawTo(to))) ++done[this.submit.selector];
    }

    function withdraw(uint256 pick, uint256 which, uint256 who) external {
        ++moves;
        pick = _mix(pick);
        which = _mix(which);
        who = _mix(who);
        _openFirst(pick);
        if (who % 3 == 0) return;
        uint256 round = _pick(pick, IQuadraticFunding.Phase.Applications);
        uint256 project = _draw(round, which);
        Venture storage venture = _ventures[round][project];
        address caller = who % 8 == 1 ? accounts[(who >> 8) % ACCOUNTS] : accounts[venture.applicant];
        bool isApplicant = caller == accounts[venture.applicant] && venture.status != IQuadraticFunding.Status.None;
        bool isOpen =
            venture.status == IQuadraticFunding.Status.Pending || venture.status == IQuadraticFunding.Status.Accepted;
        bool returned = _do(caller, abi.encodeCall(funding.withdrawApplication, (_rounds[round].id, project)));
        _check(returned, isApplicant, _phase(round) == IQuadraticFunding.Phase.Applications, isOpen, "withdraw");
        if (!returned) return;
        venture.status = IQuadraticFunding.Status.Withdrawn;
        ++done[this.withdraw.selector];
    }

    function review(uint256 pick, uint256 which, uint256 who, uint256 verdict) external {
        ++moves;
        pick = _mix(pick);
        which = _mix(which);
        who = _mix(who);
        verdict = _mix(verdict);
        _openFirst(pick);
        uint256 round = _pick(pick, IQuadraticFunding.Phase(2 + ((pick >> 16) % 2)));
        address caller = _voice(who, _rounds[round].home);
        if (who % 4 == 1) caller = _drawSteward(_rounds[round].home, who >> 8);
        IQuadraticFunding.Status status = [
            IQuadraticFunding.Status.Rejected,
            IQuadraticFunding.Status.Rejected,
            IQuadraticFunding.Status.Pending,
            IQuadraticFunding.Status.Accepted
        ][(verdict >> 8) % 4];
        // Mostly what would change it.
        bool accepted = (status != IQuadraticFunding.Status.Accepted) != (verdict % 8 == 0);
        if (_review(round, _drawThat(round, status, which), caller, accepted, (verdict >> 16) % 16 != 1)) {
            ++done[this.review.selector];
        }
    }

    function setHousehold(uint256 pick, uint256 who, uint256 place, uint256 household) external {
        ++moves;
        pick = _mix(pick);
        who = _mix(who);
        place = _mix(place);
        household = _mix(household);
        _openFirst(pick);
        uint256 round = _pick(pick, IQuadraticFunding.Phase.Applications);
        who %= ACCOUNTS;
        place %= 2;
        bytes32 name = bytes32(household % 3);
        if (_setHousehold(round, who, place, name)) ++done[this.setHousehold.selector];
    }

    function give(uint256 pick, uint256 who, uint256 which, uint256 amount) external {
        ++moves;
        pick = _mix(pick);
        who = _mix(who);
        which = _mix(which);
        amount = _mix(amount);
        _openFirst(pick);
        uint256 round = _pick(pick, IQuadraticFunding.Phase.Giving);
        IQuadraticFunding.Gift[] memory gifts = new IQuadraticFunding.Gift[](1);
        gifts[0] = _drawGift(round, _drawThat(round, IQuadraticFunding.Status.Accepted, which), amount);
        if (_give(round, who, gifts, gifts[0].amount)) ++done[this.give.selector];
    }

    /// @dev A cart of some projects after each other, whose sum is sometimes another than is said.
    function giveMany(uint256 pick, uint256 who, uint256 which, uint256 amounts) external {
        ++moves;
        pick = _mix(pick);
        who = _mix(who);
        which = _mix(which);
        amounts = _mix(amounts);
        _openFirst(pick);
        uint256 round = _pick(pick, IQuadraticFunding.Phase.Giving);
        uint256 count = which % 4;
        uint256 first = 1 + ((which >> 8) % 2);
        IQuadraticFunding.Gift[] memory gifts = new IQuadraticFunding.Gift[](count);
        uint256 total = 0;
        for (uint256 i = 0; i < count; ++i) {
            gifts[i] = _drawGift(round, first + i, amounts >> (32 * i));
            total += gifts[i].amount;
        }
        if (which >> 128 != 0 && (which >> 128) % 8 == 0) ++total;
        if (_give(round, who, gifts, total)) ++done[this.giveMany.selector];
    }

    function undo(uint256 pick, uint256 who, uint256 which) external {
        ++moves;
        pick = _mix(pick);
        who = _mix(who);
        which = _mix(which);
        _openFirst(pick);
        Asked memory asked =
            pick % 4 == 0 && _lastGift.project != 0
                ? _lastGift
                : _drawGiven(_pick(pick, IQuadraticFunding.Phase.Giving), who, which, true);
        (uint256 round, uint256 project) = (asked.round, asked.project);
        (bool isDonor, uint256 donor) = _own(asked);
        Given memory given = _gifts[round][project][donor];
        bool isDue = given.latest != 0 && vm.getBlockTimestamp() - given.at < _rounds[round].terms.undoPeriod;
        asked.to = accounts[asked.account];
        bool returned = _pay(
            asked,
            abi.encodeCall(funding.undoGift, (_rounds[round].id, asked.place, project)),
            given.latest
        );
        _check(returned, isDonor, _phase(round) == IQuadraticFunding.Phase.Giving, isDue, "undoGift");
        if (!returned) return;
        if (_isBound(round, project, donor)) ++seen["a gift was undone that was bound by a household"];
        _gifts[round][project][donor] = Given(given.total - given.latest, 0, 0);
        ++done[this.undo.selector];
    }

    function finalize(uint256 pick, uint256 guess) external {
        ++moves;
        pick = _mix(pick);
        guess = _mix(guess);
        _openFirst(pick);
        uint256 round = _pick(pick, IQuadraticFunding.Phase.Deciding);
        Shares memory shares = _share(round);
        uint256 threshold = guess % 4 == 0 ? guess >> 8 : shares.threshold;
        if (guess % 8 == 0) threshold = _pairs(round, (guess >> 8) % (MOST_PROJECTS + 1));
        bool isRight = threshold == shares.threshold;
        bool isTime = _phase(round) == IQuadraticFunding.Phase.Deciding;
        bool returned = _do(
            accounts[(guess >> 4) % ACCOUNTS],
            abi.encodeCall(funding.finalize, (_rounds[round].id, threshold))
        );
        _check(returned, true, isTime, isRight, "finalize");
        if (isTime && !isRight) ++seen["a wrong threshold was refused"];
        if (!returned) return;
        _finalized(round, shares);
        ++done[this.finalize.selector];
    }

    function cancel(uint256 pick, uint256 who, uint256 words) external {
        ++moves;
        pick = _mix(pick);
        who = _mix(who);
        words = _mix(words);
        _openFirst(pick);
        // Else no round would come to its end.
        if (words % 6 > 1) return;
        uint256 round = _pick(pick, IQuadraticFunding.Phase(2 + ((pick >> 16) % 3)));
        address caller = _voice(who, _rounds[round].home);
        bool isSaid = words % 2 == 0;
        bool isLive = _phase(round) < IQuadraticFunding.Phase.Finalized;
        bool returned = _do(caller, abi.encodeCall(funding.cancel, (_rounds[round].id, isSaid ? "reason" : "")));
        _check(returned, caller == _authorities[_rounds[round].home], isLive, isSaid, "cancel");
        if (!returned) return;
        _rounds[round].ended = IQuadraticFunding.Phase.Cancelled;
        ++done[this.cancel.selector];
    }

    function claim(uint256 pick, uint256 which, uint256 who) external {
        ++moves;
        pick = _mix(pick);
        which = _mix(which);
        who = _mix(who);
        _openFirst(pick);
        uint256 round = _pick(pick, IQuadraticFunding.Phase.Finalized);
        uint256 project = _drawThat(round, IQuadraticFunding.Status.Accepted, which);
        Asked memory asked = Asked(round, project, who % ACCOUNTS, 0, _ventures[round][project].recipient);
        bytes memory data = abi.encodeCall(funding.claim, (_rounds[round].id, project));
        if (_claim(asked, data, true)) ++done[this.claim.selector];
    }

    function claimTo(uint256 pick, uint256 which, uint256 who, uint256 to) external {
        ++moves;
        pick = _mix(pick);
        which = _mix(which);
        who = _mix(who);
        to = _mix(to);
        _openFirst(pick);
        uint256 round = _pick(pick, IQuadraticFunding.Phase.Finalized);
        uint256 project =
            (who >> 8) % 4 == 0 ? _draw(round, which) : _drawThat(round, IQuadraticFunding.Status.Accepted, which);
        Asked memory asked = Asked(round, project, who % ACCOUNTS, 0, _drawTo(to));
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            if (who % 8 != 7 && accounts[i] == _ventures[round][project].recipient) asked.account = i;
        }
        if (to % 3 == 1) asked.to = accounts[asked.account];
        bytes memory data = abi.encodeCall(funding.claimTo, (_rounds[round].id, project, asked.to));
        bool isRecipient = accounts[asked.account] == _ventures[round][project].recipient;
        if (_claim(asked, data, isRecipient)) ++done[this.claimTo.selector];
    }

    function returnGift(uint256 pick, uint256 who, uint256 which, uint256 to) external {
        ++moves;
        pick = _mix(pick);
        who = _mix(who);
        which = _mix(which);
        to = _mix(to);
        _openFirst(pick);
        Asked memory asked =
            pick % 3 != 0 ? _drawDue(which) : _drawGiven((pick >> 16) % _rounds.length, who, which, false);
        (uint256 round, uint256 project) = (asked.round, asked.project);
        (bool isDonor, uint256 donor) = _own(asked);
        uint256 total = _gifts[round][project][donor].total;
        bool isRejected = _ventures[round][project].status == IQuadraticFunding.Status.Rejected;
        bool isTime = _isReturnable(round, project);
        asked.to = _drawTo(to);
        bytes memory data = abi.encodeCall(funding.returnGift, (_rounds[round].id, asked.place, project, asked.to));
        bool returned = _pay(asked, data, total);
        _check(returned, isDonor, isTime, total != 0 && _isPayable(asked.to), "returnGift");
        if (!returned) return;
        if (isRejected) ++seen["a gift to a rejected project was returned"];
        if (_isBound(round, project, donor)) ++seen["a bound gift was returned"];
        Record storage record = _records[_community(round, asked.place)][asked.account];
        if (record.leftAt != 0) ++seen["who had left took a gift back"];
        if (record.isNewKey) ++seen["a new key took a gift back"];
        delete _gifts[round][project][donor];
        _ventures[round][project].lostGifts = true;
        ++done[this.returnGift.selector];
    }

    function returnFunding(uint256 pick, uint256 who, uint256 to) external {
        ++moves;
        pick = _mix(pick);
        who = _mix(who);
        to = _mix(to);
        _openFirst(pick);
        Asked memory asked = Asked((pick >> 16) % _rounds.length, 0, who % ACCOUNTS, 0, _drawTo(to));
        for (uint256 i = 0; i < ACCOUNTS && who % 8 != 7; ++i) {
            if (_funds[asked.round][asked.account] != 0) break;
            asked.account = (asked.account + 1) % ACCOUNTS;
        }
        Book storage book = _rounds[asked.round];
        uint256 funded = _funds[asked.round][asked.account];
        bool isFinal = book.ended == IQuadraticFunding.Phase.Finalized;
        // Whoever comes when has the same part of it, but for the rounding, and the last one the rest.
        uint256 amount = isFinal && funded != 0 ? (book.left * funded) / book.owed : funded;
        bool returned = _pay(asked, abi.encodeCall(funding.returnFunding, (book.id, asked.to)), amount);
        _check(returned, funded != 0, _isOff(asked.round) || isFinal, _isPayable(asked.to), "returnFunding");
        if (!returned) return;
        if (isFinal) {
            book.left -= amount;
            if (amount != 0) ++seen["a funder got a share of what was left"];
        } else {
            ++seen["a funder got all back"];
        }
        book.owed -= funded;
        delete _funds[asked.round][asked.account];
        ++done[this.returnFunding.selector];
    }

    function returnDeposit(uint256 pick, uint256 which, uint256 who, uint256 to) external {
        ++moves;
        pick = _mix(pick);
        which = _mix(which);
        who = _mix(who);
        to = _mix(to);
        _openFirst(pick);
        uint256 round = (pick >> 16) % _rounds.length;
        Asked memory asked = Asked(round, _draw(round, which), who % ACCOUNTS, 0, _drawTo(to));
        Venture storage venture = _ventures[round][asked.project];
        if (who % 8 != 7) asked.account = venture.applicant;
        bool isApplicant = asked.account == venture.applicant && venture.status != IQuadraticFunding.Status.None;
        bool isTime =
            _isOff(round) ||
                _rounds[round].ended == IQuadraticFunding.Phase.Finalized ||
                venture.status == IQuadraticFunding.Status.Rejected ||
                venture.status == IQuadraticFunding.Status.Withdrawn;
        bytes memory data = abi.encodeCall(funding.returnDeposit, (_rounds[round].id, asked.project, asked.to));
        bool returned = _pay(asked, data, venture.deposit);
        _check(returned, isApplicant, isTime, venture.deposit != 0 && _isPayable(asked.to), "returnDeposit");
        if (!returned) return;
        venture.deposit = 0;
        ++done[this.returnDeposit.selector];
    }

    function leave(uint256 community, uint256 who) external {
        ++moves;
        community = _mix(community) % 2;
        if (_leave(community, _mix(who) % ACCOUNTS)) ++done[this.leave.selector];
    }

    /// @dev Somebody new comes, or comes back.
    function join(uint256 community, uint256 who) external {
        ++moves;
        community = _mix(community);
        who = _mix(who);
        community %= 2;
        who %= ACCOUNTS;
        Record storage record = _records[community][who];
        if (record.id == 0 ? record.wasUsed || _lastId[community] == MOST_MEMBERS : record.leftAt == 0) return;
        _admit(community, who);
        ++done[this.join.selector];
    }

    /// @dev A membership moves to a key that was never in this roll.
    function moveKey(uint256 community, uint256 who, uint256 to) external {
        ++moves;
        community = _mix(community);
        who = _mix(who);
        to = _mix(to);
        community %= 2;
        who %= ACCOUNTS;
        to %= ACCOUNTS;
        Record storage from = _records[community][who];
        if (from.id == 0 || _records[community][to].wasUsed) return;
        _records[community][to] = from;
        _records[community][to].isNewKey = true;
        (from.id, from.joinedAt, from.leftAt) = (0, 0, 0);
        _rolls[community].move(accounts[who], accounts[to]);
        (_isSteward[community][to], _isSteward[community][who]) = (_isSteward[community][who], false);
        _rolls[community].setRoles(accounts[to], _isSteward[community][to] ? Roles.STEWARD : 0);
        _rolls[community].setRoles(accounts[who], 0);
        ++done[this.moveKey.selector];
    }

    function setSteward(uint256 community, uint256 who) external {
        ++moves;
        community = _mix(community);
        who = _mix(who);
        community %= 2;
        who %= ACCOUNTS;
        Record storage record = _records[community][who];
        if (record.id == 0 || record.leftAt != 0) return;
        _isSteward[community][who] = !_isSteward[community][who];
        _rolls[community].setRoles(accounts[who], _isSteward[community][who] ? Roles.STEWARD : 0);
        ++done[this.setSteward.selector];
    }

    /// @dev To the second in which the next phase of some round begins, or the one before; or not for long, mostly where there
    /// is much to do: at times to the second from which on the last gift is not undone, or the one before.
    function letTimePass(uint256 how, uint256 elapsed) external {
        ++moves;
        how = _mix(how);
        elapsed = _mix(elapsed);
        uint256 next = _nextBoundary();
        bool isBusy = _isAny(IQuadraticFunding.Phase.Giving) || _isAny(IQuadraticFunding.Phase.Deciding);
        bool isShort = isBusy ? how % 4 != 0 : how % 8 == 0;
        uint256 end = _endOfUndoing() - ((how >> 8) % 2);
        if (isShort && (how >> 16) % 3 == 0 && end > vm.getBlockTimestamp() && end < next) vm.warp(end);
        else if (isShort || next == type(uint256).max) skip(bound(elapsed, 1, 40 minutes));
        else if ((how >> 8) % 4 == 0 && next - 1 > vm.getBlockTimestamp()) vm.warp(next - 1);
        else vm.warp(next);
        // The second in which giving begins is the first that does not count for the roll.
        if (vm.getBlockTimestamp() == next && (how >> 24) % 4 == 0) _leave((how >> 32) % 2, (how >> 40) % ACCOUNTS);
        for (uint256 i = 0; i < _rounds.length; ++i) {
            if (_phase(i) != IQuadraticFunding.Phase.Expired) continue;
            if (_rounds[i].poolInTime < _rounds[i].terms.leastPool) ++seen["a round was over before giving began"];
            else ++seen["a round was over because nobody finalized"];
        }
        ++done[this.letTimePass.selector];
    }

    // What the invariants read ---------------------------------------------------------------------------------------

    function rounds() external view returns (uint256) {
        return _rounds.length;
    }

    function bookOf(uint256 round) external view returns (Book memory) {
        return _rounds[round];
    }

    function ventureOf(uint256 round, uint256 project) external view returns (Venture memory) {
        return _ventures[round][project];
    }

    function givenBy(
        uint256 round,
        uint256 project,
        uint256 place,
        uint256 memberId
    ) external view returns (Given memory) {
        return _gifts[round][project][(_community(round, place) << 64) | memberId];
    }

    function fundsOf(uint256 round, uint256 account) external view returns (uint256) {
        return _funds[round][account];
    }

    function phaseOf(uint256 round) external view returns (IQuadraticFunding.Phase) {
        return _phase(round);
    }

    /// @notice What rounds in this token hold of it.
    function holdingsOf(uint256 token) external view returns (uint256 holdings) {
        for (uint256 i = 0; i < _rounds.length; ++i) {
            if (_rounds[i].terms.token == address(tokens[token])) holdings += _rounds[i].arrived - _rounds[i].gone;
        }
    }

    /// @notice What the donors' gifts make of a project, summed up over all pairs.
    function tallyOf(
        uint256 round,
        uint256 project
    ) external view returns (uint256 roots, uint256 pairs, uint256 gifts, uint256 donors) {
        for (uint256 i = 0; i < 2 * MOST_MEMBERS; ++i) {
            uint256 given = _gifts[round][project][_donorAt(i)].total;
            roots += Math.sqrt(given * SCALE);
            gifts += given;
            if (given != 0) ++donors;
        }
        pairs = _pairs(round, project);
    }

    /// @notice Ends every round that has not ended, in one of the ways in which it can, and has everyone take what is theirs.
    /// Not a step: to be called on a state that is thrown away.
    function takeAll(uint256 way) external {
        for (uint256 i = 0; i < _rounds.length; ++i) {
            Book storage book = _rounds[i];
            if (way == 0 && _phase(i) < IQuadraticFunding.Phase.Finalized) {
                require(_do(_authorities[book.home], abi.encodeCall(funding.cancel, (book.id, "reason"))), "cancel");
            }
        }
        if (way == 1) finalizeAll();
        for (uint256 i = 0; i < _rounds.length && way == 2; ++i) {
            if (vm.getBlockTimestamp() < _rounds[i].terms.expiresAt) vm.warp(_rounds[i].terms.expiresAt);
        }
        for (uint256 i = 0; i < _rounds.length; ++i) _takeAllOf(i);
    }

    /// @notice Finalizes every round of which the time has not run out, with no threshold but the right one. Not a step either.
    function finalizeAll() public {
        for (uint256 i = 0; i < _rounds.length; ++i) {
            Book storage book = _rounds[i];
            if (_phase(i) > IQuadraticFunding.Phase.Deciding) continue;
            if (vm.getBlockTimestamp() < book.terms.reviewUntil) vm.warp(book.terms.reviewUntil);
            if (_phase(i) != IQuadraticFunding.Phase.Deciding) continue;
            Shares memory shares = _share(i);
            for (uint256 p = 0; p <= book.projects; ++p) {
                // Of no project: nobody gets the cap.
                uint256 wrong = _pairs(i, p);
                if (wrong == shares.threshold) continue;
                require(!_do(accounts[0], abi.encodeCall(funding.finalize, (book.id, wrong))), "wrong threshold");
            }
            require(_do(accounts[0], abi.encodeCall(funding.finalize, (book.id, shares.threshold))), "finalize");
            _finalized(i, shares);
        }
    }

    /// @dev Refusals are no matter: what counts is that nothing is left.
    function _takeAllOf(uint256 round) private {
        RoundId id = _rounds[round].id;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            if (_funds[round][i] != 0) _do(accounts[i], abi.encodeCall(funding.returnFunding, (id, accounts[i])));
        }
        for (uint256 p = 1; p <= _rounds[round].projects; ++p) {
            address applicant = accounts[_ventures[round][p].applicant];
            _do(applicant, abi.encodeCall(funding.claim, (id, p)));
            _do(applicant, abi.encodeCall(funding.returnDeposit, (id, p, applicant)));
            for (uint256 i = 0; i < 2 * ACCOUNTS; ++i) {
                Asked memory asked = Asked(round, p, i / 2, i % 2, accounts[i / 2]);
                (bool isDonor, uint256 donor) = _own(asked);
                if (!isDonor || _gifts[round][p][donor].total == 0) continue;
                _do(asked.to, abi.encodeCall(funding.returnGift, (id, asked.place, p, asked.to)));
            }
        }
    }

    // Taking the steps -----------------------------------------------------------------------------------------------

    function _do(address caller, bytes memory data) private returns (bool returned) {
        vm.prank(caller);
        (returned, ) = address(funding).call(data);
    }

    /// @dev Writes down who was let do what was another's, or too soon or late, or what was not due; and who was refused.
    function _check(bool returned, bool isTheirs, bool isTime, bool isSound, string memory what) private {
        if (returned) {
            _hold(isTheirs, "F6", string.concat(what, ": not theirs"));
            _hold(isTime, "F5", string.concat(what, ": not the time"));
            _hold(isSound, "F2", string.concat(what, ": not due"));
        } else {
            _hold(!isTheirs || !isTime || !isSound, "F9", string.concat(what, ": refused"));
        }
        _checkPhases();
    }

    function _checkPhases() private {
        for (uint256 i = 0; i < _rounds.length; ++i) {
            IQuadraticFunding.Phase phase = funding.phaseOf(_rounds[i].id);
            IQuadraticFunding.Phase last = _lastPhase[i];
            bool isOver = last >= IQuadraticFunding.Phase.Finalized;
            _hold(isOver ? phase == last : phase >= last, "F5", "a phase came back");
            _lastPhase[i] = phase;
        }
    }

    /// @dev {_do}, and `amount` comes out for `to`, or nothing does.
    function _pay(Asked memory asked, bytes memory data, uint256 amount) private returns (bool returned) {
        TokenDouble token = TokenDouble(_rounds[asked.round].terms.token);
        uint256 before = token.balanceOf(asked.to);
        uint256 held = token.balanceOf(address(funding));
        returned = _do(accounts[asked.account], data);
        if (!returned) amount = 0;
        _hold(held - token.balanceOf(address(funding)) == amount, "F2", "another amount went");
        _hold(token.balanceOf(asked.to) - before == amount, "F2", "another amount came");
        _rounds[asked.round].gone += amount;
    }

    /// @dev {_do}, and `amount` comes in, or nothing does.
    function _take(uint256 round, address caller, bytes memory data, uint256 amount) private returns (bool returned) {
        TokenDouble token = TokenDouble(_rounds[round].terms.token);
        uint256 before = token.balanceOf(caller);
        returned = _do(caller, data);
        if (!returned) amount = 0;
        _hold(before - token.balanceOf(caller) == amount, "F2", "another amount was taken");
        _rounds[round].arrived += amount;
    }

    function _open(uint256 who, uint256 kind, uint256 times) private returns (bool returned) {
        bool isNew = _rounds.length < MOST_ROUNDS && _alive() < MOST_AT_ONCE;
        uint256 salt = isNew ? _rounds.length : kind % _rounds.length;
        uint256 home = isNew ? kind % 2 : _rounds[salt].home;
        IQuadraticFunding.Terms memory terms = _drawTerms(home, kind, times);
        bool isSound = isNew && times % 8 != 7;
        if (times % 8 == 7) terms.reviewUntil = terms.givingUntil;
        address caller = _voice(who, home);
        returned = _do(caller, abi.encodeCall(funding.openRound, (bytes32(salt), terms)));
        _check(returned, caller == _authorities[home], isSound, true, "openRound");
        if (!returned) return false;
        Book storage book = _rounds.push();
        (book.id, book.home, book.terms) = (funding.roundIdFor(communities[home], bytes32(salt)), home, terms);
        // So that a run has something to give to before it is over.
        for (uint256 i = 0; i < 3; ++i) _submit(salt, i, accounts[i]);
        _declare(salt, kind >> 128);
        for (uint256 i = 1; i < 3; ++i) _review(salt, i, _authorities[home], true, true);
        _fund(salt, 9, bound(kind >> 64, 10, 80) * _unit(salt));
    }

    /// @dev Every other one is of one household, and some think better of it.
    function _declare(uint256 round, uint256 draw) private {
        uint256 home = _rounds[round].home;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            uint256 place = i < 5 ? home : 1 - home;
            if ((draw >> i) % 2 == 0) _setHousehold(round, i, place, "home");
            if ((draw >> (16 + 2 * i)) % 4 == 0) _setHousehold(round, i, place, bytes32((draw >> (64 + i)) % 2));
        }
    }

    /// @dev So that every run has another first round, and no step is in vain for want of one.
    function _openFirst(uint256 seed) private {
        if (_rounds.length == 0) _open(1, seed, (seed >> 128) * 8);
    }

    function _fund(uint256 round, uint256 who, uint256 amount) private returns (bool returned) {
        Book storage book = _rounds[round];
        IQuadraticFunding.Phase phase = _phase(round);
        bool isEarly = phase == IQuadraticFunding.Phase.Applications;
        returned = _take(round, accounts[who], abi.encodeCall(funding.fund, (book.id, amount)), amount);
        _check(returned, true, isEarly || phase == IQuadraticFunding.Phase.Giving, amount != 0, "fund");
        if (!returned) return false;
        (book.pool, book.owed) = (book.pool + amount, book.owed + amount);
        if (isEarly) book.poolInTime += amount;
        _funds[round][who] += amount;
        for (uint256 i = 0; i < _rounds.length; ++i) {
            bool isOther = i != round && _rounds[i].terms.token == book.terms.token;
            if (isOther && _rounds[i].arrived > _rounds[i].gone) ++seen["two rounds of one token held money"];
        }
    }

    function _submit(uint256 round, uint256 who, address to) private returns (bool returned) {
        Book storage book = _rounds[round];
        bool isTime = _phase(round) == IQuadraticFunding.Phase.Applications;
        returned = _take(
            round,
            accounts[who],
            abi.encodeCall(funding.submitApplication, (book.id, to, VersionId.wrap(0), "document", "")),
            book.terms.deposit
        );
        _check(returned, true, isTime, _isPayable(to), "submitApplication");
        if (!returned) return false;
        ++book.projects;
        _ventures[round][book.projects] = Venture(
            who,
            to,
            book.terms.deposit,
            IQuadraticFunding.Status.Pending,
            0,
            false
        );
    }

    function _setHousehold(uint256 round, uint256 who, uint256 place, bytes32 name) private returns (bool returned) {
        bool isMember = place < _places(round);
        uint256 donor = 0;
        if (isMember) {
            Record storage record = _records[_community(round, place)][who];
            isMember = record.id != 0 && record.leftAt == 0;
            donor = _donor(round, place, who);
        }
        returned = _do(accounts[who], abi.encodeCall(funding.setHousehold, (_rounds[round].id, place, name)));
        _check(returned, isMember, _phase(round) == IQuadraticFunding.Phase.Applications, true, "setHousehold");
        if (!returned) return false;
        _households[round][donor] = name;
    }

    function _review(
        uint256 round,
        uint256 project,
        address caller,
        bool accepted,
        bool isSaid
    ) private returns (bool returned) {
        IQuadraticFunding.Status status = _ventures[round][project].status;
        bool isAuthority = caller == _authorities[_rounds[round].home];
        bool isTime = _isReviewTime(round, accepted, isAuthority);
        bool fits =
            status == IQuadraticFunding.Status.Pending ||
                (
                    accepted
                        ? status == IQuadraticFunding.Status.Rejected && isAuthority
                        : status == IQuadraticFunding.Status.Accepted
                );
        returned = _do(
            caller,
            abi.encodeCall(funding.review, (_rounds[round].id, project, accepted, isSaid ? "reason" : ""))
        );
        _check(returned, isAuthority || _isStewardOf(_rounds[round].home, caller), isTime, fits && isSaid, "review");
        if (!returned) return false;
        _ventures[round][project].status =
            accepted ? IQuadraticFunding.Status.Accepted : IQuadraticFunding.Status.Rejected;
        if (status != IQuadraticFunding.Status.Rejected) return true;
        ++seen["a rejected project took part again"];
        if (_ventures[round][project].lostGifts) ++seen["a project took part again of which gifts were returned"];
    }

    function _isReviewTime(uint256 round, bool accepted, bool isAuthority) private view returns (bool) {
        IQuadraticFunding.Phase phase = _phase(round);
        if (phase == IQuadraticFunding.Phase.Review) return !accepted || isAuthority;
        return phase == IQuadraticFunding.Phase.Applications || phase == IQuadraticFunding.Phase.Giving;
    }

    function _give(
        uint256 round,
        uint256 who,
        IQuadraticFunding.Gift[] memory gifts,
        uint256 total
    ) private returns (bool returned) {
        uint256 place;
        (who, place) = _drawGiver(round, gifts.length == 0 ? 0 : gifts[0].project, who);
        returned = _give(round, who, place, gifts, total);
        if (!returned) return false;
        uint256 donor = _donor(round, place, who);
        for (uint256 i = 0; i < gifts.length; ++i) {
            Given storage given = _gifts[round][gifts[i].project][donor];
            given.total += gifts[i].amount;
            (given.latest, given.at) = (gifts[i].amount, vm.getBlockTimestamp());
            _lastGift = Asked(round, gifts[i].project, who, place, address(0));
            if (_isBound(round, gifts[i].project, donor)) ++seen["a gift was bound by a household"];
        }
    }

    function _give(
        uint256 round,
        uint256 who,
        uint256 place,
        IQuadraticFunding.Gift[] memory gifts,
        uint256 total
    ) private returns (bool returned) {
        bytes memory data = abi.encodeCall(funding.give, (_rounds[round].id, place, gifts, total));
        bool isTheirs = place < _places(round) && place == _placeOf(round, who);
        bool isTime = _phase(round) == IQuadraticFunding.Phase.Giving;
        bool isSound = _isSound(round, gifts, total);
        returned = _take(round, accounts[who], data, total);
        _check(returned, isTheirs, isTime, isSound, "give");
        if (isTime && isSound && !isTheirs && place < _places(round)) _seeRefusedGiver(round, who, place);
    }

    function _isSound(
        uint256 round,
        IQuadraticFunding.Gift[] memory gifts,
        uint256 total
    ) private view returns (bool isSound) {
        uint256 sum = 0;
        isSound = gifts.length != 0;
        for (uint256 i = 0; i < gifts.length; ++i) {
            sum += gifts[i].amount;
            bool isAccepted = _ventures[round][gifts[i].project].status == IQuadraticFunding.Status.Accepted;
            isSound = isSound && isAccepted && gifts[i].amount >= _rounds[round].terms.minGift;
        }
        return isSound && sum == total;
    }

    function _seeRefusedGiver(uint256 round, uint256 who, uint256 place) private {
        Record storage record = _records[_community(round, place)][who];
        if (record.id == 0 || record.leftAt != 0) return;
        if (record.joinedAt >= _rounds[round].terms.givingFrom) {
            ++seen["who came back while giving lasted could not give"];
        } else if (_placeOf(round, who) == 0) {
            ++seen["a member of both could not give as the second"];
        }
    }

    function _claim(Asked memory asked, bytes memory data, bool isTheirs) private returns (bool returned) {
        (uint256 round, Venture storage venture) = (asked.round, _ventures[asked.round][asked.project]);
        uint256 amount = venture.pay;
        for (uint256 i = 0; i < 2 * MOST_MEMBERS; ++i) {
            amount += _gifts[round][asked.project][_donorAt(i)].total;
        }
        bool isTime = _rounds[round].ended == IQuadraticFunding.Phase.Finalized;
        bool isAccepted = venture.status == IQuadraticFunding.Status.Accepted;
        returned = _pay(asked, data, amount);
        _check(returned, isTheirs, isTime, isAccepted && amount != 0 && _isPayable(asked.to), "claim");
        if (returned) venture.status = IQuadraticFunding.Status.Paid;
    }

    function _finalized(uint256 round, Shares memory shares) private {
        Book storage book = _rounds[round];
        book.ended = IQuadraticFunding.Phase.Finalized;
        book.left = book.pool - shares.matched;
        for (uint256 i = 0; i < book.projects; ++i) {
            _ventures[round][i + 1].pay = shares.pays[i];
            if (_ventures[round][i + 1].status != IQuadraticFunding.Status.Accepted) continue;
            (, , , uint256 donors) = this.tallyOf(round, i + 1);
            if (donors == 1 && shares.matched != 0) ++seen["a lone donor's project was not matched"];
        }
        if (shares.matched == 0) return;
        if (!shares.isShort) ++seen["a round was finalized with money for all"];
        else if (shares.threshold != 0) ++seen["a cap parted the projects"];
        else if (book.terms.scaleUp) ++seen["a pool was scaled up"];
        else ++seen["a pool was too small"];
    }

    function _admit(uint256 community, uint256 who) private {
        Record storage record = _records[community][who];
        if (record.id == 0) record.id = ++_lastId[community];
        (record.joinedAt, record.leftAt, record.wasUsed) = (vm.getBlockTimestamp(), 0, true);
        _write(community, who);
    }

    function _leave(uint256 community, uint256 who) private returns (bool) {
        Record storage record = _records[community][who];
        if (record.id == 0 || record.leftAt != 0) return false;
        record.leftAt = vm.getBlockTimestamp();
        _isSteward[community][who] = false;
        _rolls[community].setRoles(accounts[who], 0);
        _write(community, who);
        return true;
    }

    function _write(uint256 community, uint256 who) private {
        Record storage record = _records[community][who];
        _rolls[community].setMember(accounts[who], record.id, uint48(record.joinedAt), uint48(record.leftAt));
    }

    // What the books say ---------------------------------------------------------------------------------------------

    function _phase(uint256 round) private view returns (IQuadraticFunding.Phase) {
        Book storage book = _rounds[round];
        uint256 time = vm.getBlockTimestamp();
        if (book.ended != IQuadraticFunding.Phase.None) return book.ended;
        if (time < book.terms.givingFrom) return IQuadraticFunding.Phase.Applications;
        if (book.poolInTime < book.terms.leastPool) return IQuadraticFunding.Phase.Expired;
        if (time < book.terms.givingUntil) return IQuadraticFunding.Phase.Giving;
        if (time < book.terms.reviewUntil) return IQuadraticFunding.Phase.Review;
        return time < book.terms.expiresAt ? IQuadraticFunding.Phase.Deciding : IQuadraticFunding.Phase.Expired;
    }

    function _alive() private view returns (uint256 count) {
        for (uint256 i = 0; i < _rounds.length; ++i) {
            if (_phase(i) < IQuadraticFunding.Phase.Finalized) ++count;
        }
    }

    function _isAny(IQuadraticFunding.Phase phase) private view returns (bool is_) {
        for (uint256 i = 0; i < _rounds.length; ++i) is_ = is_ || _phase(i) == phase;
    }

    function _isOff(uint256 round) private view returns (bool) {
        return _phase(round) > IQuadraticFunding.Phase.Finalized;
    }

    function _isPayable(address to) private view returns (bool) {
        return to != address(0) && to != address(funding);
    }

    function _isStewardOf(uint256 community, address account) private view returns (bool is_) {
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            if (accounts[i] == account) is_ = _isSteward[community][i];
        }
    }

    function _places(uint256 round) private view returns (uint256) {
        return 1 + _rounds[round].terms.others.length;
    }

    function _community(uint256 round, uint256 place) private view returns (uint256) {
        return place == 0 ? _rounds[round].home : 1 - _rounds[round].home;
    }

    function _donor(uint256 round, uint256 place, uint256 who) private view returns (uint256) {
        uint256 community = _community(round, place);
        return (community << 64) | _records[community][who].id;
    }

    /// @dev All donors there can be, from 0.
    function _donorAt(uint256 i) private pure returns (uint256) {
        return ((i / MOST_MEMBERS) << 64) | (1 + (i % MOST_MEMBERS));
    }

    function _own(Asked memory asked) private view returns (bool isDonor, uint256 donor) {
        if (asked.place >= _places(asked.round)) return (false, 0);
        donor = _donor(asked.round, asked.place, asked.account);
        isDonor = uint64(donor) != 0;
    }

    /// @dev Where the account gives from; beyond all places where from nowhere.
    function _placeOf(uint256 round, uint256 who) private view returns (uint256 place) {
        uint256 from = _rounds[round].terms.givingFrom;
        for (; place < _places(round); ++place) {
            Record storage record = _records[_community(round, place)][who];
            bool hasLeft = record.leftAt != 0 && record.leftAt <= from;
            if (record.id != 0 && record.joinedAt < from && !hasLeft) return place;
        }
    }

    /// @dev Where the account is or was a member and does not give from; beyond all places where nowhere.
    function _wrongPlaceOf(uint256 round, uint256 who) private view returns (uint256 place) {
        for (; place < _places(round); ++place) {
            Record storage record = _records[_community(round, place)][who];
            if (record.id != 0 && place != _placeOf(round, who)) return place;
        }
    }

    /// @dev Whether the donors of the project may take their gifts back.
    function _isReturnable(uint256 round, uint256 project) private view returns (bool) {
        return _isOff(round) || _ventures[round][project].status == IQuadraticFunding.Status.Rejected;
    }

    /// @dev Whether somebody else of the donor's household gave to the project, and that makes a difference.
    function _isBound(uint256 round, uint256 project, uint256 donor) private view returns (bool) {
        bytes32 household = _households[round][donor];
        if (household == 0 || _rounds[round].terms.householdBound == type(uint128).max) return false;
        for (uint256 i = 0; i < 2 * MOST_MEMBERS; ++i) {
            uint256 other = _donorAt(i);
            bool isOne = other != donor && _households[round][other] == household;
            if (isOne && _gifts[round][project][other].total != 0) return true;
        }
        return false;
    }

    function _pairs(uint256 round, uint256 project) private view returns (uint256 pairs) {
        uint256 bound_ = _rounds[round].terms.householdBound;
        for (uint256 i = 0; i < 2 * MOST_MEMBERS; ++i) {
            uint256 left = Math.sqrt(_gifts[round][project][_donorAt(i)].total * SCALE);
            bytes32 household = _households[round][_donorAt(i)];
            for (uint256 j = 0; j < i && left != 0; ++j) {
                uint256 product = left * Math.sqrt(_gifts[round][project][_donorAt(j)].total * SCALE);
                bool isOne = household != 0 && _households[round][_donorAt(j)] == household;
                if (product == 0) continue;
                pairs +=
                    isOne && bound_ != type(uint128).max
                        ? Math.mulDiv(2 * product, bound_ * SCALE, bound_ * SCALE + product)
                        : 2 * product;
            }
        }
    }

    /// @dev Project by project: whoever would get the cap or more gets the cap, until nobody else would.
    function _share(uint256 round) private view returns (Shares memory shares) {
        IQuadraticFunding.Terms memory terms = _rounds[round].terms;
        uint256[] memory pairs = new uint256[](_rounds[round].projects);
        shares.pays = new uint256[](pairs.length);
        uint256 all = 0;
        uint256 wanted = 0;
        for (uint256 i = 0; i < pairs.length; ++i) {
            if (_ventures[round][i + 1].status != IQuadraticFunding.Status.Accepted) continue;
            pairs[i] = _pairs(round, i + 1);
            all += pairs[i];
            wanted += terms.cap == 0 ? pairs[i] : Math.min(pairs[i], terms.cap * SCALE);
        }
        if (all == 0) return shares;
        shares.isShort = terms.scaleUp || wanted > _rounds[round].pool * SCALE;
        if (shares.isShort) _fill(shares, pairs, _rounds[round].pool, all, terms.cap);
        else _fillAll(shares, pairs, terms.cap);
        for (uint256 i = 0; i < pairs.length; ++i) shares.matched += shares.pays[i];
    }

    function _fillAll(Shares memory shares, uint256[] memory pairs, uint256 cap) private pure {
        for (uint256 i = 0; i < pairs.length; ++i) {
            shares.pays[i] = _part(pairs[i], 1, SCALE);
            if (cap == 0) continue;
            shares.pays[i] = Math.min(shares.pays[i], cap);
            if (pairs[i] >= cap * SCALE) shares.threshold = _least(shares.threshold, pairs[i]);
        }
    }

    function _fill(Shares memory shares, uint256[] memory pairs, uint256 left, uint256 rest, uint256 cap) private pure {
        bool isChanged = cap != 0;
        while (isChanged) {
            isChanged = false;
            for (uint256 i = 0; i < pairs.length; ++i) {
                if (shares.pays[i] != 0 || pairs[i] == 0 || left * pairs[i] < cap * rest) continue;
                isChanged = true;
                shares.pays[i] = cap;
                (left, rest) = (left - cap, rest - pairs[i]);
                shares.threshold = _least(shares.threshold, pairs[i]);
            }
        }
        for (uint256 i = 0; i < pairs.length && rest != 0; ++i) {
            if (shares.pays[i] != 0 || pairs[i] == 0) continue;
            shares.pays[i] = _part(pairs[i], left, rest);
            if (cap != 0) shares.pays[i] = Math.min(shares.pays[i], cap);
        }
    }

    /// @dev Zero is none yet.
    function _least(uint256 least, uint256 pairs) private pure returns (uint256) {
        return least == 0 ? pairs : Math.min(least, pairs);
    }

    /// @dev Rounded down, but for what is a hair from the next whole number.
    function _part(uint256 pairs, uint256 numerator, uint256 denominator) private pure returns (uint256) {
        return (pairs * numerator + denominator / 2048) / denominator;
    }

    /// @dev From when on the last gift is not undone.
    function _endOfUndoing() private view returns (uint256) {
        if (_lastGift.project == 0) return vm.getBlockTimestamp();
        (, uint256 donor) = _own(_lastGift);
        Book storage book = _rounds[_lastGift.round];
        return _gifts[_lastGift.round][_lastGift.project][donor].at + book.terms.undoPeriod;
    }

    function _nextBoundary() private view returns (uint256 next) {
        next = type(uint256).max;
        for (uint256 i = 0; i < _rounds.length; ++i) {
            IQuadraticFunding.Terms storage terms = _rounds[i].terms;
            uint48[4] memory ends = [terms.givingFrom, terms.givingUntil, terms.reviewUntil, terms.expiresAt];
            for (uint256 j = 0; j < 4; ++j) {
                if (ends[j] > vm.getBlockTimestamp()) next = Math.min(next, ends[j]);
            }
        }
    }

    // Drawing --------------------------------------------------------------------------------------------------------

    /// @dev The runner likes small numbers, and the same again.
    function _mix(uint256 seed) private view returns (uint256) {
        return uint256(keccak256(abi.encode(seed, moves)));
    }

    /// @dev Of one token a few base units count, of the other there are eighteen decimals.
    function _unit(uint256 round) private view returns (uint256) {
        return _rounds[round].terms.token == address(tokens[0]) ? 1 : 1e18;
    }

    function _drawTerms(
        uint256 home,
        uint256 kind,
        uint256 times
    ) private view returns (IQuadraticFunding.Terms memory terms) {
        uint128 unit = (kind >> 8) % 3 == 0 ? 1e18 : 1;
        terms.communityId = communities[home];
        terms.others = new CommunityId[]((kind >> 16) % 4 == 0 ? 0 : 1);
        if (terms.others.length != 0) terms.others[0] = communities[1 - home];
        terms.token = address(tokens[unit == 1 ? 0 : 1]);
        // At midnight, so that one day's end is that of several phases.
        terms.givingFrom = uint48((vm.getBlockTimestamp() / 1 days + 1) * 1 days);
        terms.givingUntil = terms.givingFrom + uint48(1 + ((times >> 8) % 2)) * 1 days;
        terms.reviewUntil = terms.givingUntil + uint48(1 + ((times >> 16) % 2)) * 1 days;
        terms.expiresAt = terms.reviewUntil + uint48(1 + ((times >> 24) % 2)) * 1 days;
        terms.cap = [0, 0, 20, 40][(kind >> 24) % 4] * unit;
        terms.minGift = uint96(unit);
        terms.leastPool = (kind >> 32) % 3 == 0 ? 40 * unit : 0;
        terms.deposit = uint96((kind >> 40) % 2 == 0 ? 0 : 3 * unit);
        terms.householdBound = [type(uint128).max, 0, 7, 7][(kind >> 48) % 4];
        if (terms.householdBound == 7) terms.householdBound *= unit;
        terms.undoPeriod = 1 hours;
        terms.scaleUp = (kind >> 56) % 3 == 0;
        terms.document = "document";
    }

    /// @dev A round in that phase, where there is one.
    function _pick(uint256 seed, IQuadraticFunding.Phase wanted) private view returns (uint256 round) {
        for (uint256 i = 0; i < _rounds.length; ++i) {
            round = ((seed >> 32) + i) % _rounds.length;
            if ((seed >> 24) % 8 == 0 || _phase(round) == wanted) return round;
        }
    }

    /// @dev Mostly one that there is, and one of the first.
    function _draw(uint256 round, uint256 seed) private view returns (uint256) {
        if (seed % 16 == 0) return (seed >> 8) % 2 == 0 ? 0 : _rounds[round].projects + 1;
        return 1 + ((seed >> 8) % (seed % 3 == 0 ? _rounds[round].projects : Math.min(2, _rounds[round].projects)));
    }

    /// @dev One of that status, where there is one.
    function _drawThat(
        uint256 round,
        IQuadraticFunding.Status status,
        uint256 seed
    ) private view returns (uint256 project) {
        project = _draw(round, seed);
        for (uint256 i = 0; i < MOST_PROJECTS && seed % 16 != 0; ++i) {
            if (_ventures[round][project].status == status) return project;
            project = 1 + (project % _rounds[round].projects);
        }
    }

    function _drawGift(
        uint256 round,
        uint256 project,
        uint256 seed
    ) private view returns (IQuadraticFunding.Gift memory) {
        uint256 amount = bound(uint32(seed) >> 8, 1, 60) * _unit(round);
        if (seed % 32 == 0)
            amount = 0;
            // Whole ones have whole matches, if they are squares.
        else if (seed % 3 == 0) amount += (uint32(seed) >> 5) % _unit(round);
        return IQuadraticFunding.Gift(uint32(project), uint104(amount));
    }

    /// @dev Mostly who may give, and every other time one whose household has given to the project, where there is one; else
    /// a member that may not give from there, or anybody.
    function _drawGiver(
        uint256 round,
        uint256 project,
        uint256 seed
    ) private view returns (uint256 who, uint256 place) {
        uint256 draw = seed >> 128;
        uint256 nowhere = _places(round);
        (who, place) = (seed % ACCOUNTS, nowhere);
        for (uint256 i = 0; i < ACCOUNTS && draw % 8 != 0; ++i) {
            uint256 account = ((seed % ACCOUNTS) + i) % ACCOUNTS;
            uint256 from = draw % 8 == 1 ? _wrongPlaceOf(round, account) : _placeOf(round, account);
            if (from == nowhere) continue;
            bool isKin = _isBound(round, project, _donor(round, from, account));
            if (isKin || place == nowhere) (who, place) = (account, from);
            if (isKin || draw % 2 == 0) break;
        }
        if (place == nowhere) place = (draw >> 8) % 3;
    }

    /// @dev A gift that there is, where there is one, and mostly the account whose it is.
    function _drawGiven(
        uint256 round,
        uint256 who,
        uint256 which,
        bool isLatest
    ) private view returns (Asked memory asked) {
        asked = Asked(round, _draw(round, which), who % ACCOUNTS, (who >> 8) % 2, address(0));
        if (who >> 16 == 0 || (who >> 16) % 8 == 0) return asked;
        for (uint256 i = 0; i < 2 * ACCOUNTS * MOST_PROJECTS; ++i) {
            uint256 j = ((which >> 16) + i) % (2 * ACCOUNTS * MOST_PROJECTS);
            Asked memory found = Asked(round, 1 + (j % MOST_PROJECTS), (j / MOST_PROJECTS) % ACCOUNTS, 0, address(0));
            found.place = j / MOST_PROJECTS / ACCOUNTS;
            (bool isDonor, uint256 donor) = _own(found);
            Given storage given = _gifts[round][found.project][donor];
            if (isDonor && (isLatest ? given.latest != 0 : given.total != 0)) return found;
        }
    }

    /// @dev A gift that is to be returned and whose it is, where there is one: first that of one who left, has a new
    /// key, or whose household gave there too.
    function _drawDue(uint256 seed) private view returns (Asked memory asked) {
        uint256 projects = _rounds.length * MOST_PROJECTS;
        bool isFound = false;
        for (uint256 i = 0; i < projects; ++i) {
            uint256 j = ((seed % projects) + i) % projects;
            (uint256 round, uint256 project) = (j / MOST_PROJECTS, 1 + (j % MOST_PROJECTS));
            for (uint256 k = 0; k < 2 * ACCOUNTS && _isReturnable(round, project); ++k) {
                Asked memory found = Asked(round, project, ((seed >> 128) + k) % ACCOUNTS, k / ACCOUNTS, address(0));
                (bool isDonor, uint256 donor) = _own(found);
                if (!isDonor || _gifts[round][project][donor].total == 0) continue;
                Record storage record = _records[_community(round, found.place)][found.account];
                if (record.leftAt != 0 || record.isNewKey || _isBound(round, project, donor)) return found;
                if (!isFound) (asked, isFound) = (found, true);
            }
        }
    }

    /// @dev A steward, where there is one; a few times anybody.
    function _drawSteward(uint256 community, uint256 seed) private view returns (address) {
        for (uint256 i = 0; i < ACCOUNTS && seed % 4 != 0; ++i) {
            uint256 account = ((seed >> 8) + i) % ACCOUNTS;
            if (_isSteward[community][account]) return accounts[account];
        }
        return accounts[(seed >> 8) % ACCOUNTS];
    }

    function _drawTo(uint256 seed) private view returns (address) {
        if (seed % 16 == 0) return (seed >> 8) % 2 == 0 ? address(0) : address(funding);
        return accounts[(seed >> 8) % ACCOUNTS];
    }

    /// @dev The community's authority, four times out of five; else somebody else.
    function _voice(uint256 seed, uint256 home) private view returns (address) {
        if (seed % 5 != 0) return _authorities[home];
        return (seed >> 8) % 3 == 0 ? _authorities[1 - home] : accounts[(seed >> 16) % ACCOUNTS];
    }
}

/// @dev The numbers are those of README.md beside this file.
contract FundingInvariants is Invariants {
    FundingHandler private _handler;

    QuadraticFunding private _funding;

    function setUp() public {
        _handler = new FundingHandler();
        _funding = _handler.funding();
        _playWith(_handler);
    }

    function invariant_F1_whatIsHeldIsWhatArrivedLessWhatWent() public view {
        for (uint256 i = 0; i < 2; ++i) {
            vm.assertEq(_handler.tokens(i).balanceOf(address(_funding)), _handler.holdingsOf(i), "held");
        }
    }

    function invariant_F2_nobodyGetsButWhatIsDueAndOnce() public view {
        _assertNoBreach("F2");
        for (uint256 r = 0; r < _handler.rounds(); ++r) {
            FundingHandler.Book memory book = _handler.bookOf(r);
            IQuadraticFunding.Round memory round = _funding.roundOf(book.id);
            vm.assertEq(round.pool, book.pool, "pool");
            if (round.phase == IQuadraticFunding.Phase.Finalized) vm.assertEq(round.left, book.left, "left");
            for (uint256 i = 0; i < _handler.ACCOUNTS(); ++i) {
                vm.assertEq(_funding.fundingOf(book.id, _handler.accounts(i)), _handler.fundsOf(r, i), "funds");
            }
            for (uint256 p = 1; p <= book.projects; ++p) _checkGifts(r, book, p);
        }
    }

    /// @dev In one of the three ways to end, each in its turn.
    function invariant_F3_allThatIsHeldIsSomebodysWhoCanTakeIt() public {
        uint256 state = vm.snapshotState();
        _handler.takeAll(_handler.moves() % 3);
        uint256 left = _handler.tokens(0).balanceOf(address(_funding));
        uint256 other = _handler.tokens(1).balanceOf(address(_funding));
        vm.revertToState(state);
        vm.assertEq(left, 0, "left");
        vm.assertEq(other, 0, "left of the other token");
    }

    function invariant_F4_whatAProjectCountsIsTheSumOverItsDonors() public view {
        for (uint256 r = 0; r < _handler.rounds(); ++r) {
            FundingHandler.Book memory book = _handler.bookOf(r);
            for (uint256 p = 1; p <= book.projects; ++p) {
                IQuadraticFunding.Project memory project = _funding.projectOf(book.id, p);
                (uint256 roots, uint256 pairs, uint256 gifts, ) = _handler.tallyOf(r, p);
                vm.assertEq(project.roots, roots, "roots");
                vm.assertEq(project.pairs, pairs, "pairs");
                vm.assertEq(project.gifts, gifts, "gifts");
            }
        }
    }

    function invariant_F5_phasesAreThoseOfTheClockAndTermsStay() public view {
        _assertNoBreach("F5");
        for (uint256 r = 0; r < _handler.rounds(); ++r) {
            FundingHandler.Book memory book = _handler.bookOf(r);
            IQuadraticFunding.Round memory round = _funding.roundOf(book.id);
            vm.assertEq(uint256(round.phase), uint256(_handler.phaseOf(r)), "phase");
            vm.assertEq(keccak256(abi.encode(round.terms)), keccak256(abi.encode(book.terms)), "terms");
            vm.assertEq(round.projects, book.projects, "projects");
        }
    }

    function invariant_F6_nobodyDidWhatOnlyAnotherMay() public view {
        _assertNoBreach("F6");
    }

    /// @dev Also those that there would be if what was given by now were all.
    function invariant_F7_matchesStayWithinThePoolTheCapAndWhatTheyAre() public {
        uint256 state = vm.snapshotState();
        _handler.finalizeAll();
        for (uint256 r = 0; r < _handler.rounds(); ++r) {
            FundingHandler.Book memory book = _handler.bookOf(r);
            if (book.ended != IQuadraticFunding.Phase.Finalized) continue;
            uint256 sum = 0;
            uint256 dust = 0;
            for (uint256 p = 1; p <= book.projects; ++p) {
                IQuadraticFunding.Explanation memory slip = _funding.explain(book.id, p);
                vm.assertEq(slip.pay, _handler.ventureOf(r, p).pay, "match");
                if (book.terms.cap != 0) vm.assertLe(slip.pay, book.terms.cap, "cap");
                if (!book.terms.scaleUp) vm.assertLe(slip.pay, (slip.pairs + 1e32 / 2048) / 1e32, "scaled up");
                (sum, dust) = (sum + slip.pay, slip.dust);
            }
            vm.assertLe(sum, book.pool, "pool");
            vm.assertEq(dust, book.pool - sum, "dust");
        }
        vm.revertToState(state);
    }

    function invariant_F8_aLoneDonorsProjectIsNotMatched() public view {
        for (uint256 r = 0; r < _handler.rounds(); ++r) {
            FundingHandler.Book memory book = _handler.bookOf(r);
            for (uint256 p = 1; p <= book.projects; ++p) {
                (, , , uint256 donors) = _handler.tallyOf(r, p);
                if (donors > 1) continue;
                vm.assertEq(_funding.projectOf(book.id, p).pairs, 0, "pairs");
                if (book.ended != IQuadraticFunding.Phase.Finalized) continue;
                vm.assertEq(_funding.explain(book.id, p).pay, 0, "match");
            }
        }
    }

    function invariant_F9_whoMayTakeAStepCan() public view {
        _assertNoBreach("F9");
    }

    function _checkGifts(uint256 r, FundingHandler.Book memory book, uint256 p) private view {
        FundingHandler.Venture memory venture = _handler.ventureOf(r, p);
        IQuadraticFunding.Project memory project = _funding.projectOf(book.id, p);
        vm.assertEq(uint256(project.status), uint256(venture.status), "status");
        vm.assertEq(project.deposit, venture.deposit, "deposit");
        for (uint256 place = 0; place <= book.terms.others.length; ++place) {
            for (uint256 id = 1; id <= _handler.MOST_MEMBERS(); ++id) {
                FundingHandler.Given memory given = _handler.givenBy(r, p, place, id);
                (uint256 total, uint256 latest, uint256 latestAt) = _funding.contributionOf(book.id, p, place, id);
                vm.assertEq(total, given.total, "total");
                vm.assertEq(latest, given.latest, "latest");
                vm.assertEq(latestAt, given.at, "latestAt");
            }
        }
    }
}

contract FundingRuns is Runs {
    function _newHandler() internal override returns (IHandler) {
        return new FundingHandler();
    }
}

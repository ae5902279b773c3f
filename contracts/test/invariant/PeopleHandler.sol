// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Roles} from "../../src/types/Roles.sol";
import {BallotFixture} from "../governance/BallotFixture.sol";
import {Books} from "./Play.sol";

/// @notice Plays the people of a community: they come by admission or vouched for, go or are sent away, lend their votes,
/// and get back what they lost the key of. Each step also says beforehand, from its own books alone, whether it may
/// succeed.
/// @dev Every attempt is caught, so that a run is as long as it says.
abstract contract PeopleHandler is BallotFixture, Books {
    /// @dev A member, present or past, by its permanent id. The books know nothing of how the roll keeps it.
    struct Person {
        address account;
        uint256 joinedAt;
        // Zero while a member.
        uint256 leftAt;
        uint256 roles;
        bool barred;
        address[] guardians;
        uint256 threshold;
        // Whatever ends all recoveries of the person begins another round.
        uint256 round;
    }

    struct GivenVouch {
        uint256 givenAt;
        uint256 expiresAt;
    }

    struct Rescue {
        uint256 startedAt;
        uint256 readyAt;
        uint256 supporters;
    }

    /// @dev The end of a second: who were members (a bit each), and whom each lent its vote to (a byte each).
    struct Picture {
        uint256 at;
        uint256 standing;
        uint256 lent;
    }

    struct SignedDelegation {
        address signer;
        address to;
        uint256 nonce;
        uint256 expiry;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    bytes32 private constant DELEGATION_TYPEHASH = keccak256(
        "Delegation(address delegatee,uint256 nonce,uint256 expiry)"
    );

    uint256 internal constant ACCOUNTS = 18;

    /// @dev Those that may be admitted or vouched for. The others are new keys, for whoever loses one.
    uint256 private constant CANDIDATES = 11;

    /// @dev As many as the words of a {Picture} have room for.
    uint256 private constant MOST_PEOPLE = 31;

    uint256 private constant READY_FOR = 30 days;

    address[ACCOUNTS] public accounts;

    mapping(address account => uint256) internal _keyOf;

    /// @dev By memberId; nobody is zero.
    Person[] private _people;

    /// @dev The person whose membership is, or last was, under this account.
    mapping(address account => uint256) public memberIdOf;

    /// @dev The person whose membership moved away from this account.
    mapping(address account => uint256) private _movedFrom;

    mapping(address candidate => mapping(uint256 memberId => GivenVouch)) private _vouches;

    mapping(uint256 memberId => mapping(uint256 round => mapping(address to => Rescue))) private _rescues;

    /// @dev Where recoveries were begun: `memberId << 160 | to`.
    uint256[] private _begun;

    mapping(address account => uint256) private _nonceOf;

    SignedDelegation[] private _signedDelegations;

    uint256 private _standing;

    uint256 private _lent;

    Picture[] private _pictures;

    uint256 internal _vouchesNeeded = VOUCHES;

    uint256 internal _vouchPeriod = VOUCH_PERIOD;

    uint256 internal _recoveryDelay = RECOVERY_DELAY;

    constructor() {
        setUp();
        _people.push();
        string[5] memory founders = ["ada", "ben", "cleo", "dan", "eve"];
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            (address account, uint256 key) = makeAddrAndKey(
                i < founders.length ? founders[i] : string.concat("account ", vm.toString(i))
            );
            (accounts[i], _keyOf[account]) = (account, key);
        }
        for (uint256 i = 0; i < founders.length; ++i) {
            _enter(accounts[i], i + 1, founding().founders[i].roles);
            _people[i + 1].joinedAt = START;
        }
        _passTo(vm.getBlockTimestamp() + 1);
    }

    // Coming and going -----------------------------------------------------------------------------------------------

    function admit(uint256 who, uint256 roles) external {
        _admit(accounts[who % CANDIDATES], roles % 9);
    }

    /// @dev Now and then everybody, one after another: the last of them may not.
    function leave(uint256 who) external {
        for (uint256 i = 0; who % 32 == 0 && i < ACCOUNTS; ++i) {
            if (isStanding(memberIdOf[accounts[i]])) _leave(accounts[i]);
        }
        _leave(_account(who >> 5));
    }

    function remove(uint256 who) external {
        address account = _account(who);
        uint256 memberId = _personBehind(account);
        bool stands = isStanding(memberId);
        bool may = stands ? _count() > 1 : memberId != 0 && !_people[memberId].barred;
        vm.prank(membership.authority());
        try membership.remove(account, "reason") {
            _hold(may, "M1", "the last member was removed, or nobody was");
            if (stands) _goAway(memberId);
            else ++seen["the community barred somebody who had left"];
            _people[memberId].barred = true;
            ++done[this.remove.selector];
        } catch {
            _hold(!may, "M6", "the community could not remove");
        }
    }

    function setRoles(uint256 who, uint256 roles) external {
        address account = _account(who);
        uint256 memberId = _personBehind(account);
        roles %= 9;
        bool may = isStanding(memberId) && roles < 8;
        vm.prank(membership.authority());
        try membership.setRoles(account, uint8(roles)) {
            _hold(may, "M6", "a stranger was given roles");
            _people[memberId].roles = roles;
            ++done[this.setRoles.selector];
        } catch {
            _hold(!may, "M6", "the community could not give roles");
        }
    }

    // Vouching -------------------------------------------------------------------------------------------------------

    /// @dev One to three members for the same candidate: one alone brings nobody in.
    function vouch(uint256 who, uint256 whom) external {
        who %= 1 << 128;
        address candidate = _outsider(whom, 1);
        for (uint256 i = 0; i <= (whom >> 8) % 3; ++i) _vouch(_member(who + 4 * i), candidate);
    }

    /// @dev Three times out of four by whoever has given a vouch.
    function withdrawVouch(uint256 who, uint256 whom) external {
        address candidate = _outsider(whom, 1);
        uint256 memberId = who % 4 == 0 ? memberIdOf[_account(who >> 2)] : _voucherOf(candidate);
        address account = memberId == 0 ? _account(who >> 2) : _people[memberId].account;
        GivenVouch storage given = _vouches[candidate][memberId];
        vm.prank(account);
        try membership.withdrawVouch(candidate) {
            _hold(memberId != 0 && given.givenAt != 0, "M11", "a vouch was withdrawn that was not given");
            delete _vouches[candidate][memberId];
            ++done[this.withdrawVouch.selector];
        } catch {
            _hold(!_isCounted(memberId, given), "M11", "a vouch could not be withdrawn");
        }
    }

    function join(uint256 who) external {
        address account = _outsider(who, _vouchesNeeded);
        if (_isFull(account)) return;
        bool may = _vouchesNeeded != 0 && _isWelcome(account) && vouchesFor(account) >= _vouchesNeeded;
        bool barred = _people[_personBehind(account)].barred;
        vm.prank(account);
        try membership.join() returns (uint256 memberId) {
            _hold(may, "M4", "somebody joined without enough who vouch");
            _hold(_movedFrom[account] == 0, "M3", "a key that a member had moved from joined for somebody else");
            _hold(!barred, "M5", "somebody came back whom the community had removed");
            _enter(account, memberId, 0);
            ++done[this.join.selector];
        } catch {
            _hold(!may, "M4", "somebody could not join for whom enough vouch");
        }
    }

    /// @dev To the last second of a vouch, or one beside it. Takes about a month: only for those who watch vouches.
    function waitForVouch(uint256 whom, uint256 edge) external {
        address candidate = _outsider(whom, 1);
        uint256 expiresAt = 0;
        for (uint256 id = 1; id < _people.length; ++id) {
            GivenVouch storage given = _vouches[candidate][id];
            if (_isCounted(id, given)) expiresAt = given.expiresAt;
        }
        if (expiresAt == 0) return;
        _passTo(expiresAt + (edge % 3) - 1);
        ++done[this.waitForVouch.selector];
    }

    // Delegation -----------------------------------------------------------------------------------------------------

    function delegate(uint256 who, uint256 whom) external {
        address account = _member(who);
        address to = _delegateFor(account, whom);
        bool may = _mayLend(account, to);
        vm.prank(account);
        try membership.delegate(to) {
            _hold(may, "M12", "somebody lent a vote without being a member before this second, or to nobody such");
            _lend(memberIdOf[account], to);
            ++done[this.delegate.selector];
        } catch {
            _hold(!may, "M9", "a member could not lend its vote");
        }
    }

    /// @dev Every fourth time sends again what was signed before; every eighth is late.
    function delegateBySig(uint256 who, uint256 whom) external {
        SignedDelegation memory signed;
        if (who % 4 == 0 && _signedDelegations.length != 0) {
            signed = _signedDelegations[whom % _signedDelegations.length];
        } else {
            signed = _signDelegation(_member(who >> 3), whom, who % 8 == 1);
        }
        bool fresh = signed.nonce == _nonceOf[signed.signer] && signed.expiry >= vm.getBlockTimestamp();
        bool may = fresh && _mayLend(signed.signer, signed.to);
        try membership.delegateBySig(signed.to, signed.nonce, signed.expiry, signed.v, signed.r, signed.s) {
            _hold(fresh, "M9", "a signature was used twice, or late");
            _hold(may, "M12", "a vote was lent for whoever was no member before this second, or to nobody such");
            ++_nonceOf[signed.signer];
            _lend(memberIdOf[signed.signer], signed.to);
            ++done[this.delegateBySig.selector];
        } catch {
            _hold(!may, "M9", "what a member signed was refused");
        }
    }

    // Recovery -------------------------------------------------------------------------------------------------------

    /// @dev None to three, mostly in the order that the roll wants.
    function setGuardians(uint256 who, uint256 draw, uint256 threshold) external {
        address account = _member(who);
        address[] memory guardians = new address[](draw % 4);
        for (uint256 i = 0; i < guardians.length; ++i) guardians[i] = _account(draw >> (8 + 4 * i));
        if ((draw >> 32) % 8 != 0) _sort(guardians);
        threshold %= guardians.length + 2;
        bool may = isStanding(memberIdOf[account]) && _areGuardians(account, guardians, threshold);
        vm.prank(account);
        try membership.setGuardians(guardians, uint8(threshold)) {
            _hold(may, "M10", "guardians were chosen that nobody may have");
            Person storage person = _people[memberIdOf[account]];
            (person.guardians, person.threshold) = (guardians, threshold);
            ++person.round;
            ++done[this.setGuardians.selector];
        } catch {
            _hold(!may, "M10", "a member could not choose its guardians");
        }
    }

    /// @dev Mostly by a guardian, or else by the community.
    function supportRecovery(uint256 who, uint256 which, uint256 where) external {
        // Where one was begun, to be supported further, or anew when it has lapsed; or anywhere.
        (uint256 memberId, address to) = rescueAt(which >> 2);
        if (memberId == 0 || which % 4 == 0) {
            memberId = _someone(which);
            to = where % 6 == 0 ? _account(where >> 3) : _newKey(where >> 3);
        }
        if (_supportRecovery(memberId, _helperOf(memberId, who), to)) ++done[this.supportRecovery.selector];
    }

    function cancelRecovery(uint256 who, uint256 which) external {
        (uint256 memberId, ) = rescueAt(which);
        if (memberId == 0) return;
        address account = _people[memberId].account;
        address caller =
            who % 4 == 0
                ? membership.authority()
                : who % 4 == 1
                    ? _account(who >> 2)
                    : account;
        bool may = isStanding(memberId) && (caller == account || caller == membership.authority());
        vm.prank(caller);
        try membership.cancelRecovery(memberId) {
            _hold(may, "M10", "somebody cancelled another's recovery");
            ++_people[memberId].round;
            ++done[this.cancelRecovery.selector];
        } catch {
            _hold(!may, "M10", "a recovery could not be cancelled");
        }
    }

    /// @dev Waits for it, as somebody would; or too long, or not at all. Now and then its account is a member's meanwhile.
    function finishRecovery(uint256 which, uint256 patience) external {
        (uint256 memberId, address to) = rescueAt(which);
        if (memberId == 0) return;
        Rescue storage rescue = _rescues[memberId][_people[memberId].round][to];
        if (patience % 4 != 0) _passTo(rescue.readyAt + ((patience >> 2) % 2));
        if (patience % 4 == 3) _passTo(rescue.readyAt + READY_FOR + ((patience >> 2) % 2));
        if ((patience >> 3) % 8 == 0) _admit(to, 0);
        if (_finishRecovery(memberId, to)) ++done[this.finishRecovery.selector];
    }

    // Time -----------------------------------------------------------------------------------------------------------

    function wait(uint256 elapsed) external {
        // Short and long waits alike: most mistakes about time sit at its edges.
        uint256 most =
            elapsed % 4 != 0
                ? 3
                : elapsed % 64 == 0
                    ? 40 days
                    : 4 days;
        _passTo(vm.getBlockTimestamp() + bound(elapsed, 1, most));
        ++done[this.wait.selector];
    }

    /// @dev To the first or last second of a recovery, or one beside it.
    function waitForRecovery(uint256 which, uint256 edge) external {
        (uint256 memberId, address to) = rescueAt(which);
        uint256 readyAt = _rescues[memberId][_people[memberId].round][to].readyAt;
        if (readyAt == 0) return;
        _passTo(readyAt + (edge % 2 == 0 ? READY_FOR : 0) + ((edge >> 1) % 3) - 1);
        ++done[this.waitForRecovery.selector];
    }

    // What the books say ---------------------------------------------------------------------------------------------

    /// @dev How many ids were given.
    function lastId() public view returns (uint256) {
        return _people.length - 1;
    }

    function personOf(uint256 memberId) external view returns (Person memory) {
        return _people[memberId];
    }

    function isStanding(uint256 memberId) public view returns (bool) {
        return (_standing >> memberId) & 1 != 0;
    }

    function accountCount() external pure returns (uint256) {
        return ACCOUNTS;
    }

    function memberCount() external view returns (uint256) {
        return _count();
    }

    function pictureCount() external view returns (uint256) {
        return _pictures.length;
    }

    function present() external view returns (Picture memory) {
        return Picture(vm.getBlockTimestamp(), _standing, _lent);
    }

    function vouchesFor(address candidate) public view returns (uint256 count) {
        for (uint256 id = 1; id < _people.length; ++id) {
            if (_isCounted(id, _vouches[candidate][id])) ++count;
        }
    }

    function rescueOf(uint256 memberId, address to) external view returns (Rescue memory) {
        return _rescues[memberId][_people[memberId].round][to];
    }

    /// @dev One of the four last recoveries that were begun; zero for none.
    function rescueAt(uint256 which) public view returns (uint256 memberId, address to) {
        uint256 length = _begun.length;
        if (length == 0) return (0, address(0));
        uint256 begun = _begun[length - 1 - (which % (length < 4 ? length : 4))];
        return (begun >> 160, address(uint160(begun)));
    }

    /// @dev Whom a person lent its vote to; zero for nobody.
    function lentBy(Picture memory picture, uint256 memberId) public pure returns (uint256) {
        return (picture.lent >> (8 * memberId)) & 0xff;
    }

    /// @dev What a person could cast on all that is decided by the picture: its own vote unless lent, and all lent to it.
    function votesIn(Picture memory picture, uint256 memberId) public pure returns (uint256 votes) {
        if (lentBy(picture, memberId) == 0) votes = 1;
        for (uint256 id = 1; id <= MOST_PEOPLE; ++id) {
            if (lentBy(picture, id) == memberId) ++votes;
        }
    }

    /// @dev Every second of the past in which anything changed can be named by a number.
    function pastPicture(uint256 which) external view returns (Picture memory) {
        return _pictures[which % _pictures.length];
    }

    function _lastPicture() internal view returns (Picture memory) {
        return _pictures[_pictures.length - 1];
    }

    function _person(uint256 memberId) internal view returns (Person storage) {
        return _people[memberId];
    }

    function _count() internal view returns (uint256 count) {
        for (uint256 bits = _standing; bits != 0; bits &= bits - 1) ++count;
    }

    /// @dev A member, and not only since this second.
    function _isSettled(address account) internal view returns (bool) {
        uint256 memberId = memberIdOf[account];
        return isStanding(memberId) && _people[memberId].joinedAt < vm.getBlockTimestamp();
    }

    function _account(uint256 seed) internal view returns (address) {
        return accounts[seed % ACCOUNTS];
    }

    /// @dev A member, three times out of four.
    function _member(uint256 seed) internal view returns (address) {
        if (seed % 4 == 0) return _account(seed >> 2);
        uint256 bits = _standing;
        for (uint256 place = (seed >> 2) % _count(); place != 0; --place) bits &= bits - 1;
        uint256 memberId = 1;
        while ((bits >> memberId) & 1 == 0) ++memberId;
        return _people[memberId].account;
    }

    /// @dev An elder, three times out of four if there is one.
    function _elder(uint256 seed) internal view returns (address) {
        for (uint256 i = 0; seed % 4 != 0 && i < lastId(); ++i) {
            uint256 memberId = 1 + (((seed >> 2) + i) % lastId());
            if (_isElder(memberId)) return _people[memberId].account;
        }
        return _account(seed >> 2);
    }

    function _isElder(uint256 memberId) internal view returns (bool) {
        return isStanding(memberId) && _people[memberId].roles & Roles.ELDER != 0;
    }

    function _eldersAmong(uint256 memberIds) internal view returns (uint256 count) {
        for (uint256 id = 1; id <= lastId(); ++id) {
            if ((memberIds >> id) & 1 != 0 && _isElder(id)) ++count;
        }
    }

    function _peopleSteps() internal pure returns (bytes4[] memory steps) {
        steps = new bytes4[](15);
        steps[0] = this.admit.selector;
        steps[1] = this.leave.selector;
        steps[2] = this.remove.selector;
        steps[3] = this.setRoles.selector;
        steps[4] = this.vouch.selector;
        steps[5] = this.withdrawVouch.selector;
        steps[6] = this.join.selector;
        steps[7] = this.delegate.selector;
        steps[8] = this.delegateBySig.selector;
        steps[9] = this.setGuardians.selector;
        steps[10] = this.supportRecovery.selector;
        steps[11] = this.cancelRecovery.selector;
        steps[12] = this.finishRecovery.selector;
        steps[13] = this.wait.selector;
        steps[14] = this.waitForRecovery.selector;
    }

    /// @dev The only way in which time passes: the second that ends is kept.
    function _passTo(uint256 moment) internal {
        if (moment <= vm.getBlockTimestamp()) return;
        _pictures.push(Picture(vm.getBlockTimestamp(), _standing, _lent));
        vm.warp(moment);
    }

    function _lend(uint256 memberId, address to) internal {
        uint256 delegateId = to == address(0) || to == _people[memberId].account ? 0 : memberIdOf[to];
        uint256 shift = 8 * memberId;
        _lent = (_lent & ~(0xff << shift)) | (delegateId << shift);
    }

    // What several steps have in common -----------------------------------------------------------------------------

    function _admit(address account, uint256 roles) private {
        if (_isFull(account)) return;
        bool isFormer = _movedFrom[account] != 0;
        bool may = !isStanding(memberIdOf[account]) && !isFormer && roles < 8;
        vm.prank(membership.authority());
        try membership.admit(account, uint8(roles)) returns (uint256 memberId) {
            _hold(roles < 8, "M6", "somebody was admitted with a role that there is not");
            _hold(may || roles == 8, "M3", "a member was admitted once more, or by a key it had moved from");
            _enter(account, memberId, roles);
            ++done[this.admit.selector];
        } catch {
            _hold(!may, "M6", "the community could not admit");
            if (isFormer) ++seen["a former key was refused"];
        }
    }

    function _leave(address account) private {
        uint256 memberId = memberIdOf[account];
        bool may = isStanding(memberId) && _count() > 1;
        vm.prank(account);
        try membership.leave() {
            _hold(may, "M1", "the last member left, or nobody did");
            _goAway(memberId);
            ++done[this.leave.selector];
        } catch {
            _hold(!may, "M6", "a member could not leave");
            if (isStanding(memberId)) ++seen["the last member could not leave"];
        }
    }

    function _vouch(address account, address candidate) private {
        uint256 memberId = memberIdOf[account];
        GivenVouch storage given = _vouches[candidate][memberId];
        bool welcome = _vouchesNeeded != 0 && _isWelcome(candidate);
        bool barred = _people[_personBehind(candidate)].barred;
        uint256 standing = vouchesFor(candidate);
        bool enough = standing >= _vouchesNeeded;
        vm.prank(account);
        try membership.vouch(candidate) {
            _hold(_isSettled(account), "M12", "somebody vouched who was no member before this second");
            _hold(welcome || barred, "M4", "somebody vouched for a member, or where nobody joins by vouches");
            _hold(!barred, "M5", "somebody vouched for whom the community had removed");
            _hold(!enough || given.givenAt != 0, "M11", "somebody vouched for whom enough vouched for");
            if (given.givenAt != 0) ++seen["a vouch was given anew"];
            given.givenAt = vm.getBlockTimestamp();
            given.expiresAt = given.givenAt + _vouchPeriod;
            ++done[this.vouch.selector];
        } catch {
            _hold(!_isSettled(account) || !welcome || enough, "M11", "a member could not vouch");
        }
    }

    function _supportRecovery(uint256 memberId, address caller, address to) internal returns (bool) {
        bool may = _maySupport(memberId, caller, to);
        vm.prank(caller);
        try membership.supportRecovery(memberId, to) {
            _hold(may, "M10", "a recovery was supported by whom it is none of the business of, or to a used account");
            _support(memberId, caller, to);
            return true;
        } catch {
            _hold(!may, "M10", "a recovery could not be supported");
            return false;
        }
    }

    function _finishRecovery(uint256 memberId, address to) internal returns (bool) {
        Rescue storage rescue = _rescues[memberId][_people[memberId].round][to];
        bool due =
            rescue.startedAt != 0 &&
                vm.getBlockTimestamp() >= rescue.readyAt &&
                vm.getBlockTimestamp() <= rescue.readyAt + READY_FOR;
        bool may = isStanding(memberId) && _isUnused(to) && due;
        try membership.finishRecovery(memberId, to) {
            _hold(may, "M10", "a membership moved without enough who wanted it, or before or after its time");
            address from = _people[memberId].account;
            _people[memberId].account = to;
            _useUpVouches(to);
            ++_people[memberId].round;
            (memberIdOf[from], memberIdOf[to], _movedFrom[from]) = (0, memberId, memberId);
            return true;
        } catch {
            _hold(!may, "M10", "a membership could not be moved when it was due");
            return false;
        }
    }

    // Keeping the books ----------------------------------------------------------------------------------------------

    function _enter(address account, uint256 memberId, uint256 roles) private {
        _useUpVouches(account);
        if (memberIdOf[account] == 0) {
            _hold(memberId == _people.length, "M3", "an id was given that was not the next");
            _people.push().account = account;
            memberIdOf[account] = memberId = _people.length - 1;
        } else {
            _hold(memberId == memberIdOf[account], "M3", "a person came back under another id");
            memberId = memberIdOf[account];
            ++seen["a former member came back"];
        }
        Person storage person = _people[memberId];
        (person.joinedAt, person.leftAt, person.roles, person.barred) = (vm.getBlockTimestamp(), 0, roles, false);
        _standing |= 1 << memberId;
    }

    function _useUpVouches(address account) private {
        for (uint256 id = 1; id < _people.length; ++id) delete _vouches[account][id];
    }

    function _goAway(uint256 memberId) private {
        Person storage person = _people[memberId];
        (person.leftAt, person.roles) = (vm.getBlockTimestamp(), 0);
        ++person.round;
        _standing &= ~(1 << memberId);
        _lent &= ~(0xff << (8 * memberId));
        for (uint256 id = 1; id < _people.length; ++id) {
            if ((_lent >> (8 * id)) & 0xff != memberId) continue;
            _lent &= ~(0xff << (8 * id));
            ++seen["a delegate left"];
        }
    }

    function _support(uint256 memberId, address caller, address to) private {
        Person storage person = _people[memberId];
        Rescue storage rescue = _rescues[memberId][person.round][to];
        _begun.push((memberId << 160) | uint160(to));
        bool enough = caller == membership.authority();
        if (rescue.startedAt != 0) ++seen["a recovery lapsed and began anew"];
        if (!enough) {
            if (rescue.startedAt != 0) (rescue.startedAt, rescue.supporters) = (0, 0);
            rescue.supporters |= 1 << _placeOf(person.guardians, caller);
            uint256 supporters = 0;
            for (uint256 bits = rescue.supporters; bits != 0; bits &= bits - 1) ++supporters;
            enough = supporters >= person.threshold;
        }
        if (!enough) return;
        (rescue.startedAt, rescue.readyAt) = (vm.getBlockTimestamp(), vm.getBlockTimestamp() + _recoveryDelay);
    }

    function _signDelegation(address signer, uint256 whom, bool late) private returns (SignedDelegation memory signed) {
        signed.signer = signer;
        signed.to = _delegateFor(signer, whom);
        signed.nonce = _nonceOf[signer];
        signed.expiry = vm.getBlockTimestamp() + ((whom >> 16) % 5 days);
        if (late) signed.expiry = vm.getBlockTimestamp() - 1;
        bytes32 structHash = keccak256(abi.encode(DELEGATION_TYPEHASH, signed.to, signed.nonce, signed.expiry));
        (signed.v, signed.r, signed.s) = vm.sign(_keyOf[signer], _membershipDigest(structHash));
        _signedDelegations.push(signed);
    }

    function _membershipDigest(bytes32 structHash) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256("CommunityMembership"),
                keccak256("1"),
                block.chainid,
                address(membership)
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    // Asking the books -----------------------------------------------------------------------------------------------

    /// @dev There is no room for another person, and admitting this account would take some.
    function _isFull(address account) private view returns (bool) {
        return memberIdOf[account] == 0 && _people.length > MOST_PEOPLE;
    }

    /// @dev Who the community means when it names this account.
    function _personBehind(address account) private view returns (uint256) {
        return memberIdOf[account] != 0 ? memberIdOf[account] : _movedFrom[account];
    }

    function _isWelcome(address candidate) private view returns (bool) {
        uint256 memberId = memberIdOf[candidate];
        return _movedFrom[candidate] == 0 && !isStanding(memberId) && !_people[memberId].barred;
    }

    function _isUnused(address account) private view returns (bool) {
        return memberIdOf[account] == 0 && _movedFrom[account] == 0;
    }

    /// @dev A vouch is of the stay in which it was given, and until its last second.
    function _isCounted(uint256 memberId, GivenVouch storage given) private view returns (bool) {
        return
            given.givenAt != 0 &&
            given.expiresAt >= vm.getBlockTimestamp() &&
            isStanding(memberId) &&
            _people[memberId].joinedAt < given.givenAt;
    }

    function _voucherOf(address candidate) private view returns (uint256) {
        for (uint256 id = 1; id < _people.length; ++id) {
            if (_vouches[candidate][id].givenAt != 0) return id;
        }
        return 0;
    }

    function _mayLend(address account, address to) private view returns (bool) {
        return _isSettled(account) && (to == address(0) || to == account || _isSettled(to));
    }

    function _maySupport(uint256 memberId, address caller, address to) private view returns (bool) {
        Person storage person = _people[memberId];
        Rescue storage rescue = _rescues[memberId][person.round][to];
        bool lapsed = rescue.startedAt != 0 && vm.getBlockTimestamp() > rescue.readyAt + READY_FOR;
        if (!isStanding(memberId) || !_isUnused(to) || (rescue.startedAt != 0 && !lapsed)) return false;
        if (caller == membership.authority()) return true;
        uint256 place = _placeOf(person.guardians, caller);
        return place < person.guardians.length && (lapsed || (rescue.supporters >> place) & 1 == 0);
    }

    function _areGuardians(address account, address[] memory guardians, uint256 threshold) private pure returns (bool) {
        for (uint256 i = 0; i < guardians.length; ++i) {
            if (guardians[i] == account || (i != 0 && guardians[i] <= guardians[i - 1])) return false;
        }
        return guardians.length == 0 ? threshold == 0 : threshold != 0 && threshold <= guardians.length;
    }

    /// @return place The length of the list where it is not in there.
    function _placeOf(address[] storage guardians, address account) private view returns (uint256 place) {
        while (place < guardians.length && guardians[place] != account) ++place;
    }

    /// @dev Oneself, nobody, or anyone.
    function _delegateFor(address account, uint256 seed) private view returns (address) {
        if (seed % 8 == 0) return address(0);
        return seed % 8 == 1 ? account : _member(seed >> 3);
    }

    /// @dev The first from a place on who is no member, two times out of three one that so many vouch for; the account at
    /// that place where there is none.
    function _outsider(uint256 seed, uint256 vouches) private view returns (address account) {
        account = accounts[seed % CANDIDATES];
        for (uint256 i = 0; i < CANDIDATES; ++i) {
            address next = accounts[((seed % CANDIDATES) + i) % CANDIDATES];
            if (isStanding(memberIdOf[next])) continue;
            account = next;
            if (seed % 3 == 0 || vouchesFor(next) >= vouches) return next;
        }
    }

    function _newKey(uint256 seed) internal view returns (address) {
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            address account = accounts[((seed % ACCOUNTS) + i) % ACCOUNTS];
            if (_isUnused(account)) return account;
        }
        return _account(seed);
    }

    /// @dev A guardian; else the community. Every fourth time the community all the same, every eighth anyone.
    function _helperOf(uint256 memberId, uint256 seed) private view returns (address) {
        address[] storage guardians = _people[memberId].guardians;
        if (seed % 8 == 7) return _account(seed >> 3);
        if (seed % 8 < 2 || guardians.length == 0) return membership.authority();
        return guardians[(seed >> 3) % guardians.length];
    }

    function _someone(uint256 seed) private view returns (uint256) {
        return 1 + (seed % lastId());
    }

    function _sort(address[] memory list) private pure {
        for (uint256 i = 1; i < list.length; ++i) {
            for (uint256 j = i; j != 0 && list[j] < list[j - 1]; --j) (list[j], list[j - 1]) = (list[j - 1], list[j]);
        }
    }
}

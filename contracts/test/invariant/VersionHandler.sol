// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Scopes} from "../../src/types/Scopes.sol";
import {ProtocolHandler} from "./ProtocolHandler.sol";

/// @notice Plays what becomes of versions: they are submitted, with parents of any community, approved, adopted, stopped and
/// ended, by who may and by who may not.
/// @dev Every attempt is caught, so that a run is as long as it says.
abstract contract VersionHandler is ProtocolHandler {
    /// @dev A version is known by its place; of a parent or a successor, zero is none.
    struct Book {
        VersionId id;
        uint256 home;
        uint256 parent;
        uint256 policy;
        address contributor;
        uint256 notBefore;
        uint256 expiresAt;
        bool withdrawn;
        bool knowledgeWithdrawn;
    }

    /// @dev What a community decided about a version.
    struct Verdict {
        IModelRegistry.Status status;
        bool keeps;
        uint256 successor;
        uint256 approvedAt;
        uint256 changedAt;
    }

    uint256 private constant MOST_VERSIONS = 14;

    address[2] private _contributors;

    address[3] private _evaluators;

    address private _stranger;

    /// @dev By their place; nothing is at zero.
    Book[] private _books;

    mapping(VersionId id => uint256) private _placeOf;

    mapping(uint256 community => mapping(uint256 version => Verdict)) private _verdicts;

    mapping(uint256 community => mapping(uint256 version => uint256)) private _consents;

    mapping(uint256 policy => mapping(uint256 version => bool)) private _derivativeApprovals;

    /// @dev A bit for each evaluator.
    mapping(uint256 version => uint256) private _reports;

    mapping(uint256 community => uint256) private _recognised;

    mapping(uint256 community => bool) private _isReportRequired;

    uint256 private _withdrawnBefore;

    /// @dev What the registry itself once said of it, where that is for good.
    mapping(uint256 community => mapping(uint256 version => IModelRegistry.Status)) public ended;

    constructor() {
        _contributors = [makeAddr("contributor 0"), makeAddr("contributor 1")];
        _evaluators = [makeAddr("evaluator 0"), makeAddr("evaluator 1"), makeAddr("evaluator 2")];
        _stranger = makeAddr("stranger");
        _books.push();
        for (uint256 i = 0; i < COMMUNITIES; ++i) {
            Book memory book;
            (book.home, book.contributor) = (i, _contributors[0]);
            _submit(book, "first");
        }
    }

    // Before the vote ------------------------------------------------------------------------------------------------

    function submit(uint256 community, uint256 draw, uint256 lineage) external {
        if (_books.length > MOST_VERSIONS) return;
        Book memory book;
        book.home = community % COMMUNITIES;
        book.parent = lineage % 3 == 0 ? 0 : lineage % _books.length;
        book.policy = _policyFor(book, lineage >> 16);
        book.contributor = _contributors[draw % 2];
        if ((draw >> 8) % 4 == 0) book.notBefore = vm.getBlockTimestamp() + 1 hours;
        if ((draw >> 16) % 4 == 0) book.expiresAt = vm.getBlockTimestamp() + 2 hours;
        if (_submit(book, bytes32(1 + ((draw >> 24) % 12)))) ++done[this.submit.selector];
    }

    /// @dev A child of what stands approved, to which everybody consents, into its place.
    function renew(uint256 which, uint256 community, uint256 draw) external {
        if (_books.length == 1 || _books.length > MOST_VERSIONS) return;
        community %= COMMUNITIES;
        Book memory book;
        book.home = community;
        book.parent = _pickDecided(which, community, IModelRegistry.Status.Approved);
        book.policy = _policyFor(book, draw | 1);
        book.contributor = _contributors[0];
        if (!_submit(book, bytes32(draw | (1 << 255)))) return;
        uint256 version = _books.length - 1;
        for (uint256 i = 0; i < COMMUNITIES; ++i) _consent(i, version, 3);
        bool supersedes = _isDecided(community, book.parent);
        if (!_approve(community, version, _authorities[community], book.policy, supersedes)) return;
        ++done[this.renew.selector];
    }

    function withdraw(uint256 which, uint256 who) external {
        if (_books.length == 1 || _isSpared(which)) return;
        uint256 version = _pick(which);
        Book storage book = _books[version];
        address caller = _caller(who, book.contributor);
        bool open = _isOpen(book.home, version);
        vm.prank(caller);
        try models.withdrawVersion(book.id) {
            _hold(caller == book.contributor, "R3", "somebody took back another's version");
            _hold(open, "R7", "a version was taken back that its home had decided about, or nobody could");
            book.withdrawn = true;
            ++done[this.withdraw.selector];
        } catch {
            _hold(caller != book.contributor || !open, "R7", "a contributor could not take its version back");
        }
        _note();
    }

    /// @dev Of all communities: they take it back from what was suspended, or as many as any policy asks for give it to what
    /// waits; or of one, any number.
    function consent(uint256 which, uint256 community, uint256 elders) external {
        if (_books.length == 1) return;
        uint256 suspended = _pickWith(which, IModelRegistry.Status.Suspended);
        uint256 waiting = _pickWith(which, IModelRegistry.Status.ConsentPending);
        if (elders % 4 == 0) {
            _consent(community % COMMUNITIES, _pick(which), (elders >> 2) % 4);
        } else {
            bool isTakenBack = suspended != 0 && elders % 4 != 1;
            if (!isTakenBack && waiting == 0) return;
            uint256 version = isTakenBack ? suspended : waiting;
            for (uint256 i = 0; i < COMMUNITIES; ++i) _consent(i, version, isTakenBack ? 0 : 3);
        }
        ++done[this.consent.selector];
    }

    function approveDerivative(uint256 policy, uint256 which, uint256 given) external {
        if (_books.length == 1 || _policies.length == 1) return;
        policy = 1 + (policy % (_policies.length - 1));
        uint256 version = _pick(which);
        bool approves = given % 3 != 0;
        vm.prank(_authorities[_policies[policy].home]);
        protocols.setDerivativeApproval(_policies[policy].id, _books[version].id, approves);
        _derivativeApprovals[policy][version] = approves;
        ++done[this.approveDerivative.selector];
    }

    function attachEvaluation(uint256 which, uint256 evaluator, uint256 report) external {
        if (_books.length == 1) return;
        uint256 version = _pick(which);
        evaluator %= _evaluators.length;
        bool may = report % 8 != 0;
        vm.prank(_evaluators[evaluator]);
        try models.attachEvaluation(_books[version].id, may ? bytes32(report) : bytes32(0)) {
            _hold(may, "R10", "a report of nothing was attached");
            _reports[version] |= 1 << evaluator;
            ++done[this.attachEvaluation.selector];
        } catch {
            _hold(!may, "R10", "a report could not be attached");
        }
    }

    function setEvaluator(uint256 community, uint256 evaluator, uint256 who) external {
        community %= COMMUNITIES;
        evaluator %= _evaluators.length;
        bool recognised = (who >> 128) % 3 != 0;
        address caller = _caller(who, _authorities[community]);
        vm.prank(caller);
        try models.setEvaluator(communities[community], _evaluators[evaluator], recognised) {
            _hold(caller == _authorities[community], "R3", "somebody else said who evaluates");
            if (recognised) _recognised[community] |= 1 << evaluator;
            else _recognised[community] &= ~(1 << evaluator);
            ++done[this.setEvaluator.selector];
        } catch {
            _hold(caller != _authorities[community], "R10", "a community could not say who evaluates");
        }
    }

    function setEvaluationRequired(uint256 community, uint256 required, uint256 who) external {
        community %= COMMUNITIES;
        bool isRequired = required % 4 == 0;
        address caller = _caller(who, _authorities[community]);
        vm.prank(caller);
        try models.setEvaluationRequired(communities[community], isRequired) {
            _hold(caller == _authorities[community], "R3", "somebody else asked for evaluations");
            _isReportRequired[community] = isRequired;
            ++done[this.setEvaluationRequired.selector];
        } catch {
            _hold(caller != _authorities[community], "R10", "a community could not ask for evaluations");
        }
    }

    // Decisions ------------------------------------------------------------------------------------------------------

    /// @dev Mostly of what its home has not decided about, for its home, under its policy, and into the place of its parent
    /// where that was approved.
    function approve(uint256 which, uint256 community, uint256 who, uint256 draw) external {
        if (_books.length == 1) return;
        uint256 version = _pickOpen(which);
        community = draw % 8 == 0 ? community % COMMUNITIES : _books[version].home;
        uint256 policy = (draw >> 8) % 8 == 0 ? (draw >> 16) % _policies.length : _books[version].policy;
        bool supersedes = _isDecided(community, _books[version].parent);
        if ((draw >> 24) % 8 == 0) supersedes = !supersedes;
        bool approved = _approve(community, version, _caller(who, _authorities[community]), policy, supersedes);
        if (approved) ++done[this.approve.selector];
        _note();
    }

    /// @dev Mostly of what another community has approved and shares, and into the place of its parent where that was adopted.
    function adopt(uint256 which, uint256 community, uint256 who) external {
        if (_books.length == 1) return;
        community %= COMMUNITIES;
        uint256 version = _pickShared(which, community);
        address caller = _caller(who, _authorities[community]);
        bool supersedes = _isDecided(community, _books[version].parent);
        if (_approve(community, version, caller, _books[version].policy, supersedes)) ++done[this.adopt.selector];
        _note();
    }

    /// @dev Every other time what was voted into the place of something.
    function suspend(uint256 which, uint256 community, uint256 who) external {
        if (_books.length == 1) return;
        community %= COMMUNITIES;
        uint256 version = _pickDecided(which, community, IModelRegistry.Status.Approved);
        uint256 successor = _verdicts[community][version].successor;
        if ((which >> 128) % 2 == 0 && successor != 0) version = successor;
        address caller = _caller(who >> 8, [_authorities, _stewards, _elders][who % 3][community]);
        bool rightful =
            caller == _authorities[community] || caller == _stewards[community] || caller == _elders[community];
        bool standing =
            _verdicts[community][version].status == IModelRegistry.Status.Approved && !_isEnded(community, version);
        uint256 superseded = _count(community, IModelRegistry.Status.Superseded);
        vm.prank(caller);
        try models.suspend(communities[community], _books[version].id, "reason") {
            _hold(rightful, "R3", "somebody else suspended");
            _hold(standing, "R7", "a version was suspended that did not stand approved");
            _decide(community, version, IModelRegistry.Status.Suspended);
            if (_books[version].home == community) _seeWithheld(version);
            _seeReplaced(community, superseded);
            ++done[this.suspend.selector];
        } catch {
            _hold(!rightful || !standing, "R7", "a guardian could not stop a version");
        }
    }

    function restore(uint256 which, uint256 community, uint256 who) external {
        if (_books.length == 1) return;
        community %= COMMUNITIES;
        uint256 version = _pickDecided(which, community, IModelRegistry.Status.Suspended);
        address caller = _caller(who, _authorities[community]);
        bool standing =
            _verdicts[community][version].status == IModelRegistry.Status.Suspended && !_isEnded(community, version);
        bool rightful = caller == _authorities[community];
        bool agreed = _hasConsent(version);
        vm.prank(caller);
        try models.restore(communities[community], _books[version].id) {
            _hold(rightful, "R3", "somebody else restored");
            _hold(standing, "R7", "a version was restored that did not stand suspended");
            _hold(agreed, "R6", "a version was restored without the consent that its policy asks for");
            _decide(community, version, IModelRegistry.Status.Approved);
            ++done[this.restore.selector];
        } catch {
            _hold(!rightful || !standing || !agreed, "R7", "a community could not restore");
            if (rightful && standing) ++seen["a restoration was refused for want of consent"];
        }
        _note();
    }

    function revoke(uint256 which, uint256 community, uint256 who) external {
        if (_books.length == 1 || _isSpared(which)) return;
        community %= COMMUNITIES;
        uint256 version = _pickDecided(which, community, IModelRegistry.Status.Approved);
        address caller = _caller(who, _authorities[community]);
        bool rightful = caller == _authorities[community];
        bool standing = _isDecided(community, version) && !_isEnded(community, version);
        uint256 superseded = _count(community, IModelRegistry.Status.Superseded);
        vm.prank(caller);
        try models.revoke(communities[community], _books[version].id, "reason") {
            _hold(rightful, "R3", "somebody else revoked");
            _hold(standing, "R7", "a version was revoked that there was nothing to revoke of");
            _decide(community, version, IModelRegistry.Status.Revoked);
            if (_books[version].home == community) _seeEnded(version);
            _seeReplaced(community, superseded);
            ++done[this.revoke.selector];
        } catch {
            _hold(!rightful || !standing, "R7", "a community could not revoke");
        }
        _note();
    }

    /// @dev Two times out of three once more, of what was withdrawn before.
    function withdrawKnowledge(uint256 which, uint256 who) external {
        if (_books.length == 1) return;
        uint256 version = _pickInCustody(which);
        if (_isSpared(which)) version = _withdrawnBefore;
        if (version == 0) return;
        Book storage book = _books[version];
        address caller = _caller(who, _custodianOf(book.policy));
        bool rightful = _isCustodian(book.policy, caller);
        bool first = !book.knowledgeWithdrawn;
        vm.prank(caller);
        try models.withdrawKnowledge(book.id, "reason") {
            _hold(rightful, "R3", "somebody withdrew what was not theirs");
            _hold(first, "R7", "the same knowledge was withdrawn twice");
            for (uint256 i = 0; i < COMMUNITIES; ++i) {
                if (statusOf(i, version) == IModelRegistry.Status.Approved) ++seen["knowledge was withdrawn that ran"];
            }
            (book.knowledgeWithdrawn, _withdrawnBefore) = (true, version);
            if (_isDecided(book.home, version)) _decide(book.home, version, IModelRegistry.Status.Revoked);
            ++done[this.withdrawKnowledge.selector];
        } catch {
            _hold(!rightful || !first, "R7", "a custodian could not withdraw");
        }
        _note();
    }

    /// @dev Mostly where something was adopted by it.
    function endGrant(uint256 which, uint256 community) external {
        if (_books.length == 1) return;
        community %= COMMUNITIES;
        uint256 home = _books[_pickAdopted(which, community)].home;
        if (home == community) return;
        _setGrant(home, community, Grant(Scopes.DERIVE, 0, false));
        ++done[this.endGrant.selector];
    }

    function settle(uint256 which, uint256 community) external {
        if (_books.length == 1) return;
        community %= COMMUNITIES;
        uint256 version = _pickEnded(which, community);
        bool may = _isDecided(community, version) && _isEnded(community, version);
        vm.prank(_stranger);
        try models.settle(communities[community], _books[version].id) {
            _hold(may, "R7", "an approval was written off that nobody had ended");
            _decide(community, version, IModelRegistry.Status.Revoked);
            ++done[this.settle.selector];
        } catch {
            _hold(!may, "R7", "what had ended could not be written off");
        }
        _note();
    }

    /// @dev For a while, or to the second in which the next grant ends, or the one before.
    function letTimePass(uint256 elapsed) external {
        uint256 withheld = _countWithheld();
        uint256 end = _nextEnd();
        if (elapsed % 2 == 0 && end > vm.getBlockTimestamp() + 1) vm.warp(end - ((elapsed >> 1) % 2));
        else skip(bound(elapsed, 1, 30 minutes));
        if (_countWithheld() > withheld) ++seen["a grant ran out under an adoption"];
        ++done[this.letTimePass.selector];
    }

    // What the books say ---------------------------------------------------------------------------------------------

    function lastVersion() external view returns (uint256) {
        return _books.length - 1;
    }

    function bookOf(uint256 version) external view returns (Book memory) {
        return _books[version];
    }

    function verdictOf(uint256 community, uint256 version) external view returns (Verdict memory) {
        return _verdicts[community][version];
    }

    function policyOf(uint256 version) external view returns (PolicyId) {
        return _policies[_books[version].policy].id;
    }

    function statusOf(uint256 community, uint256 version) public view returns (IModelRegistry.Status) {
        Verdict storage verdict = _verdicts[community][version];
        if (verdict.status == IModelRegistry.Status.Unknown) {
            if (!_isOpen(community, version)) return IModelRegistry.Status.Withdrawn;
            if (!_needsConsent(version)) return IModelRegistry.Status.Submitted;
            return _hasConsent(version) ? IModelRegistry.Status.Consented : IModelRegistry.Status.ConsentPending;
        }
        if (_isEnded(community, version)) return IModelRegistry.Status.Revoked;
        if (verdict.status == IModelRegistry.Status.Suspended) return IModelRegistry.Status.Suspended;
        if (_isWithheld(community, version)) return IModelRegistry.Status.Withheld;
        uint256 successor = verdict.successor;
        bool isReplaced =
            _verdicts[community][successor].status == IModelRegistry.Status.Approved &&
                !_isEnded(community, successor) &&
                !_isWithheld(community, successor);
        return isReplaced ? IModelRegistry.Status.Superseded : IModelRegistry.Status.Approved;
    }

    function _versionSteps() internal pure returns (bytes4[] memory steps) {
        steps = new bytes4[](20);
        steps[0] = this.createPolicy.selector;
        steps[1] = this.tighten.selector;
        steps[2] = this.loosen.selector;
        steps[3] = this.setGrant.selector;
        steps[4] = this.submit.selector;
        steps[5] = this.withdraw.selector;
        steps[6] = this.consent.selector;
        steps[7] = this.approveDerivative.selector;
        steps[8] = this.attachEvaluation.selector;
        steps[9] = this.setEvaluator.selector;
        steps[10] = this.setEvaluationRequired.selector;
        steps[11] = this.approve.selector;
        steps[12] = this.suspend.selector;
        steps[13] = this.restore.selector;
        steps[14] = this.revoke.selector;
        steps[15] = this.withdrawKnowledge.selector;
        steps[16] = this.settle.selector;
        steps[17] = this.adopt.selector;
        steps[18] = this.renew.selector;
        steps[19] = this.endGrant.selector;
    }

    function _isOpen(uint256 community, uint256 version) private view returns (bool) {
        Book storage book = _books[version];
        return
            _verdicts[community][version].status == IModelRegistry.Status.Unknown &&
            !book.withdrawn &&
            !book.knowledgeWithdrawn;
    }

    function _isDecided(uint256 community, uint256 version) private view returns (bool) {
        IModelRegistry.Status status = _verdicts[community][version].status;
        return status == IModelRegistry.Status.Approved || status == IModelRegistry.Status.Suspended;
    }

    /// @dev By the community, its home or a custodian.
    function _isEnded(uint256 community, uint256 version) private view returns (bool) {
        Book storage book = _books[version];
        Verdict storage verdict = _verdicts[community][version];
        if (verdict.status == IModelRegistry.Status.Revoked || book.knowledgeWithdrawn) return true;
        bool isHomeOver = _verdicts[book.home][version].status == IModelRegistry.Status.Revoked;
        return isHomeOver && !verdict.keeps;
    }

    function _isWithheld(uint256 community, uint256 version) private view returns (bool) {
        uint256 home = _books[version].home;
        if (home == community || _verdicts[community][version].keeps) return false;
        bool isHomeSure = _verdicts[home][version].status == IModelRegistry.Status.Approved;
        return !isHomeSure || !_isGranted(home, community, Scopes.ADOPT);
    }

    function _needsConsent(uint256 version) private view returns (bool needed) {
        for (uint256 i = 1; i < _policies.length; ++i) {
            if (_stands(_books[version].policy, i) && _policies[i].threshold != 0) needed = true;
        }
    }

    function _hasConsent(uint256 version) private view returns (bool) {
        for (uint256 i = 1; i < _policies.length; ++i) {
            if (!_stands(_books[version].policy, i)) continue;
            if (_consents[_policies[i].home][version] < _policies[i].threshold) return false;
        }
        return true;
    }

    function _mayDescend(uint256 version) private view returns (bool) {
        Book storage book = _books[version];
        Book storage parent = _books[book.parent];
        if (book.parent == 0) return true;
        if (parent.knowledgeWithdrawn || !_isLineShared(book)) return false;
        for (uint256 i = 1; i < _policies.length; ++i) {
            if (!_stands(parent.policy, i)) continue;
            ICulturalProtocols.Derivatives rule = _policies[i].derivatives;
            bool isOwn = _policies[i].home == book.home;
            if (rule == ICulturalProtocols.Derivatives.Refused) return false;
            if (rule == ICulturalProtocols.Derivatives.ByApproval && !isOwn && !_derivativeApprovals[i][version]) {
                return false;
            }
        }
        return true;
    }

    function _isLineShared(Book memory book) private view returns (bool) {
        uint256 from = _books[book.parent].home;
        return book.parent == 0 || from == book.home || _isGranted(from, book.home, Scopes.DERIVE);
    }

    function _isLineCarried(Book memory book) private view returns (bool) {
        uint256 carried = _books[book.parent].policy;
        return book.parent == 0 || carried == 0 || _stands(book.policy, carried);
    }

    function _isReported(uint256 community, uint256 version) private view returns (bool) {
        return !_isReportRequired[community] || _reports[version] & _recognised[community] != 0;
    }

    function _isShared(uint256 community, uint256 version) private view returns (bool) {
        uint256 home = _books[version].home;
        bool isHomeSure = _verdicts[home][version].status == IModelRegistry.Status.Approved;
        return home == community || (isHomeSure && _isGranted(home, community, Scopes.ADOPT));
    }

    // Taking the steps -----------------------------------------------------------------------------------------------

    function _consent(uint256 community, uint256 version, uint256 elders) private {
        _councils[community].setConsents(VersionId.unwrap(_books[version].id), elders);
        _consents[community][version] = elders;
    }

    function _submit(Book memory book, bytes32 manifest) private returns (bool) {
        bool isOwn = book.policy == 0 || _policies[book.policy].home == book.home;
        bool isShared = _isLineShared(book);
        bool isCarried = _isLineCarried(book);
        book.id = models.versionIdFor(models.modelIdFor(communities[book.home], "judge"), manifest, book.contributor);
        bool isNew = _placeOf[book.id] == 0;
        IModelRegistry.Submission memory submission = IModelRegistry.Submission({
            communityId: communities[book.home],
            slug: "judge",
            manifestHash: manifest,
            artifactsRoot: "root",
            artifactsCodec: 0x70,
            parent: _books[book.parent].id,
            policyId: _policies[book.policy].id,
            totalBytes: 1,
            notBefore: uint48(book.notBefore),
            expiresAt: uint48(book.expiresAt)
        });
        vm.prank(book.contributor);
        try models.submitVersion(submission) {
            _hold(isNew, "R2", "a version was put on record again");
            _hold(isOwn, "R8", "a version was offered under another community's policy");
            _hold(isShared, "R4", "a version descends from what was not shared");
            _hold(isCarried, "R8", "a version dropped the protocols of its parent");
            if (book.parent != 0 && _books[book.parent].home != book.home)
                ++seen["a version descends across communities"];
            _placeOf[book.id] = _books.length;
            _books.push(book);
            return true;
        } catch {
            _hold(!isNew || !isOwn || !isShared || !isCarried, "R7", "a sound version was refused");
            if (isNew && isOwn && isShared) ++seen["a version that drops its parent's protocols was refused"];
            return false;
        }
    }

    function _approve(
        uint256 community,
        uint256 version,
        address caller,
        uint256 policy,
        bool supersedes
    ) private returns (bool) {
        bool may = _mayApprove(community, version, caller, policy, supersedes);
        bool isKept = _isToBeKept(_books[version].home, community) && _books[version].home != community;
        vm.prank(caller);
        try models.approve(communities[community], _books[version].id, _policies[policy].id, supersedes) {
            _checkApproval(community, version, caller, policy);
            _hold(may, "R7", "a version was approved that could not be");
            _decide(community, version, IModelRegistry.Status.Approved);
            Verdict storage verdict = _verdicts[community][version];
            (verdict.approvedAt, verdict.keeps) = (vm.getBlockTimestamp(), isKept);
            if (supersedes) {
                _verdicts[community][_books[version].parent].successor = version;
                ++seen["a version took its parent's place"];
            }
            if (_needsConsent(version)) ++seen["a version was approved with the consent that it needs"];
            if (_books[version].home != community) ++seen["a version was adopted"];
            return true;
        } catch {
            _hold(!may, "R7", "a community could not approve");
            _seeRefusal(community, version, caller, policy);
            return false;
        }
    }

    function _mayApprove(
        uint256 community,
        uint256 version,
        address caller,
        uint256 policy,
        bool supersedes
    ) private view returns (bool) {
        return
            caller == _authorities[community] &&
            _isOpen(community, version) &&
            _isShared(community, version) &&
            policy == _books[version].policy &&
            _mayDescend(version) &&
            _hasConsent(version) &&
            _isReported(community, version) &&
            (!supersedes || _isDecided(community, _books[version].parent));
    }

    function _checkApproval(uint256 community, uint256 version, address caller, uint256 policy) private {
        _hold(caller == _authorities[community], "R3", "somebody else approved");
        _hold(policy == _books[version].policy, "R3", "a version was approved under another policy");
        _hold(_isOpen(community, version), "R2", "a version was approved that had been decided about, or taken back");
        _hold(_isShared(community, version), "R4", "what its home has not approved, or does not share, was adopted");
        _hold(_hasConsent(version), "R6", "a version was approved without the consent that its policy asks for");
        _hold(_mayDescend(version), "R8", "a version was approved that its parent's protocols do not let descend");
        _hold(_isReported(community, version), "R10", "a version was approved without a report");
    }

    /// @dev Where one thing alone stood in the way.
    function _seeRefusal(uint256 community, uint256 version, address caller, uint256 policy) private {
        bool asked = caller == _authorities[community] && _isOpen(community, version);
        if (!asked || policy != _books[version].policy) return;
        bool shared = _isShared(community, version);
        bool descends = _mayDescend(version);
        bool agreed = _hasConsent(version);
        bool reported = _isReported(community, version);
        if (descends && agreed && reported && !shared) ++seen["an adoption was refused"];
        if (shared && agreed && reported && !descends) ++seen["a descent was refused"];
        if (shared && descends && reported && !agreed) ++seen["an approval was refused for want of consent"];
        if (shared && descends && agreed && !reported) ++seen["an approval was refused for want of a report"];
    }

    function _seeReplaced(uint256 community, uint256 superseded) private {
        if (_count(community, IModelRegistry.Status.Superseded) < superseded) ++seen["a version is superseded no more"];
    }

    function _seeWithheld(uint256 version) private {
        for (uint256 i = 0; i < COMMUNITIES; ++i) {
            if (statusOf(i, version) == IModelRegistry.Status.Withheld) ++seen["an adoption was withheld"];
        }
    }

    function _seeEnded(uint256 version) private {
        for (uint256 i = 0; i < COMMUNITIES; ++i) {
            if (!_isDecided(i, version)) continue;
            if (_isEnded(i, version)) ++seen["an adoption ended with its home's approval"];
            else ++seen["an adoption outlived its home's approval"];
        }
    }

    function _decide(uint256 community, uint256 version, IModelRegistry.Status status) private {
        Verdict storage verdict = _verdicts[community][version];
        (verdict.status, verdict.changedAt) = (status, vm.getBlockTimestamp());
    }

    /// @dev Writes down what the registry says is for good.
    function _note() private {
        for (uint256 i = 0; i < COMMUNITIES; ++i) {
            for (uint256 version = 1; version < _books.length; ++version) {
                if (ended[i][version] == IModelRegistry.Status.Revoked) continue;
                IModelRegistry.Status status = models.statusOf(communities[i], _books[version].id);
                bool isFinal = status == IModelRegistry.Status.Revoked || status == IModelRegistry.Status.Withdrawn;
                if (isFinal) ended[i][version] = status;
            }
        }
    }

    // Drawing --------------------------------------------------------------------------------------------------------

    /// @dev Two times out of three, of what ends a version: else a run would soon have nothing left.
    function _isSpared(uint256 seed) private pure returns (bool) {
        return (seed >> 64) % 3 != 0;
    }

    function _pick(uint256 seed) private view returns (uint256) {
        return 1 + (seed % (_books.length - 1));
    }

    /// @dev One that its home may approve, where there is one.
    function _pickOpen(uint256 seed) private view returns (uint256 version) {
        for (uint256 i = 0; i + 1 < _books.length; ++i) {
            version = _pick((seed % 1_000) + i);
            if (seed % 8 == 0 || _isOpen(_books[version].home, version)) return version;
        }
    }

    /// @dev One that needs consent and stands so for its home; zero where there is none.
    function _pickWith(uint256 seed, IModelRegistry.Status status) private view returns (uint256) {
        for (uint256 i = 0; i + 1 < _books.length; ++i) {
            uint256 version = _pick((seed % 1_000) + i);
            if (_needsConsent(version) && statusOf(_books[version].home, version) == status) return version;
        }
        return 0;
    }

    /// @dev One that runs at home and has a custodian, where there is one.
    function _pickInCustody(uint256 seed) private view returns (uint256 version) {
        for (uint256 i = 0; i + 1 < _books.length; ++i) {
            version = _pick((seed % 1_000) + i);
            uint256 policy = _books[version].policy;
            bool isKept = _isCustodian(policy, _custodianOf(policy));
            bool runs = statusOf(_books[version].home, version) == IModelRegistry.Status.Approved;
            if (seed % 8 == 0 || (isKept && runs)) return version;
        }
    }

    /// @dev One that the community may adopt, where there is one.
    function _pickShared(uint256 seed, uint256 community) private view returns (uint256 version) {
        for (uint256 i = 0; i + 1 < _books.length; ++i) {
            version = _pick((seed % 1_000) + i);
            bool isForeign = _books[version].home != community;
            if (seed % 4 == 0 && isForeign) return version;
            if (isForeign && _isOpen(community, version) && _isShared(community, version)) return version;
        }
    }

    function _pickAdopted(uint256 seed, uint256 community) private view returns (uint256 version) {
        for (uint256 i = 0; i + 1 < _books.length; ++i) {
            version = _pick((seed % 1_000) + i);
            if (_books[version].home != community && _isDecided(community, version)) return version;
        }
    }

    /// @dev One about which the community's decision is this, where there is one.
    function _pickDecided(
        uint256 seed,
        uint256 community,
        IModelRegistry.Status status
    ) private view returns (uint256 version) {
        for (uint256 i = 0; i + 1 < _books.length; ++i) {
            version = _pick((seed % 1_000) + i);
            if (seed % 8 == 0 || _verdicts[community][version].status == status) return version;
        }
    }

    /// @dev One that can be settled, where there is one.
    function _pickEnded(uint256 seed, uint256 community) private view returns (uint256 version) {
        for (uint256 i = 0; i + 1 < _books.length; ++i) {
            version = _pick((seed % 1_000) + i);
            if (seed % 8 == 0 || (_isDecided(community, version) && _isEnded(community, version))) return version;
        }
    }

    /// @dev Mostly one of the community's own that carries the parent's; none where there is none.
    function _policyFor(Book memory book, uint256 seed) private view returns (uint256) {
        uint256 policies = _policies.length - 1;
        if (seed % 4 == 0) return (seed >> 8) % (policies + 1);
        for (uint256 i = 0; i < policies; ++i) {
            book.policy = 1 + ((((seed >> 8) % policies) + i) % policies);
            if (_policies[book.policy].home == book.home && _isLineCarried(book)) return book.policy;
        }
        return 0;
    }

    /// @dev Who may take the step, seven times out of eight; else anybody.
    function _caller(uint256 seed, address rightful) private view returns (address) {
        if (seed % 8 != 0) return rightful;
        uint256 draw = seed >> 16;
        address[COMMUNITIES] memory ofOne = [_authorities, _stewards, _elders][draw % 3];
        address[4] memory others = [_contributors[0], _custodians[1], _evaluators[0], _stranger];
        draw >>= 8;
        return draw % 2 == 0 ? ofOne[(draw >> 1) % COMMUNITIES] : others[(draw >> 1) % others.length];
    }

    function _count(uint256 community, IModelRegistry.Status status) private view returns (uint256 count) {
        for (uint256 version = 1; version < _books.length; ++version) {
            if (statusOf(community, version) == status) ++count;
        }
    }

    function _countWithheld() private view returns (uint256 count) {
        for (uint256 i = 0; i < COMMUNITIES; ++i) count += _count(i, IModelRegistry.Status.Withheld);
    }
}

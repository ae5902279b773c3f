// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ICulturalProtocols} from "../../src/interfaces/ICulturalProtocols.sol";
import {IFederation} from "../../src/interfaces/IFederation.sol";
import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {CommunityId, PolicyId, VersionId} from "../../src/types/Ids.sol";
import {Scopes} from "../../src/types/Scopes.sol";
import {VersionsFixture} from "./VersionsFixture.sol";

/// @dev Walks every state against every step: the arrows that are drawn above the contract lead where they point, and
/// each other pair reverts with the state it stands in.
contract EveryStepTest is VersionsFixture {
    /// @dev Each by someone who may take it, so that only the state can stand in the way.
    enum Step {
        Submit,
        Withdraw,
        Approve,
        Suspend,
        Restore,
        Revoke,
        WithdrawKnowledge,
        Settle
    }

    /// @dev Where River's version stands: first for River itself, then for Hill. A state that comes about in several ways
    /// is here once for each.
    enum Place {
        Unknown,
        Submitted,
        ConsentPending,
        Consented,
        Approved,
        Suspended,
        Revoked,
        RevokedByCustodian,
        Withdrawn,
        WithdrawnByCustodian,
        Superseded,
        Unshared,
        Adoptable,
        Adopted,
        AdoptedAndSuspended,
        AdoptedAndRevoked,
        AdoptedAndSuperseded,
        WithheldBySuspension,
        WithheldWithoutGrant,
        Kept,
        RevokedByHome,
        RevokedByHomeWhileSuspended,
        EndedByCustodian,
        EndedByCustodianThoughKept
    }

    uint256 private constant STEPS = 8;

    /// @dev A letter for each step, in their order: the status afterwards (S submitted, W withdrawn, A approved, P
    /// suspended, R revoked), or `.` where it reverts with the status it is in. The other refusals: `x` already on record,
    /// `u` not on record, `c` no consent, `s` not shared, `h` the status in which it stands for its home.
    mapping(Place place => string) private _expected;

    PolicyId private _policyId;

    VersionId private _parent;

    IModelRegistry.Submission private _submission;

    VersionId private _id;

    function setUp() public override {
        super.setUp();
        _policyId = createPolicy(river, "policy", custodyRules());
        _parent = submitted("parent", NO_POLICY);
        approve(river, _parent, NO_POLICY);
        grant(river, hill, Scopes.ADOPT);
        approve(hill, _parent, NO_POLICY);
        _submission = child(river, "walk", _parent, _policyId);
        _id = idOf(_submission);

        _expected[Place.Unknown] = "Suu...u.";
        _expected[Place.Submitted] = "xWA...W.";
        _expected[Place.ConsentPending] = "xWc...W.";
        _expected[Place.Consented] = "xWA...W.";
        _expected[Place.Approved] = "x..P.RR.";
        _expected[Place.Suspended] = "x...ARR.";
        _expected[Place.Revoked] = "x.....R.";
        _expected[Place.RevokedByCustodian] = "x.......";
        _expected[Place.Withdrawn] = "x.....W.";
        _expected[Place.WithdrawnByCustodian] = "x.......";
        _expected[Place.Superseded] = "x..P.RR.";
        _expected[Place.Unshared] = "xWs...W.";
        _expected[Place.Adoptable] = "xhA...W.";
        _expected[Place.Adopted] = "xh.P.RR.";
        _expected[Place.AdoptedAndSuspended] = "xh..ARR.";
        _expected[Place.AdoptedAndRevoked] = "xh....R.";
        _expected[Place.AdoptedAndSuperseded] = "xh.P.RR.";
        _expected[Place.WithheldBySuspension] = "xh.P.RR.";
        _expected[Place.WithheldWithoutGrant] = "xh.P.RR.";
        _expected[Place.Kept] = "xh.P.RR.";
        _expected[Place.RevokedByHome] = "xh....RR";
        _expected[Place.RevokedByHomeWhileSuspended] = "xh....RR";
        _expected[Place.EndedByCustodian] = "xh....hR";
        _expected[Place.EndedByCustodianThoughKept] = "xh....hR";
    }

    function test_everyStateAgainstEveryStep() public {
        uint256 statuses = 0;
        for (uint256 i = 0; i <= uint256(type(Place).max); ++i) {
            Place place = Place(i);
            vm.assertEq(bytes(_expected[place]).length, STEPS, "a letter for each step");
            for (uint256 j = 0; j < STEPS; ++j) {
                uint256 snapshot = vm.snapshotState();
                _bringTo(place);
                assertStatus(_communityAt(place), _id, _statusAt(place));
                statuses |= 1 << uint256(_statusAt(place));
                _walk(place, Step(j));
                vm.assertTrue(vm.revertToState(snapshot));
            }
        }
        vm.assertEq(statuses, (1 << (uint256(type(IModelRegistry.Status).max) + 1)) - 1, "from every status");
    }

    /// @dev Takes the step, and expects the arrow or the refusal.
    function _walk(Place place, Step step) private {
        CommunityId community = _communityAt(place);
        IModelRegistry.Status from = _statusAt(place);
        IModelRegistry.Status home = models.statusOf(river, _id);
        bytes1 expected = bytes(_expected[place])[uint256(step)];
        uint256 listed = models.approvedCount(community);
        bool isArrow = false;
        if (expected == ".") expectWrongStatus(community, _id, from);
        else if (expected == "x") expectAlreadySubmitted(_id);
        else if (expected == "u") expectUnknownVersion(_id);
        else if (expected == "c") expectNoConsent(_id, _policyId);
        else if (expected == "s") expectNotShared(_id, hill);
        else if (expected == "h") expectWrongStatus(river, _id, home);
        else isArrow = true;
        _take(step, community);

        assertStatus(community, _id, isArrow ? _statusOf(expected) : from);
        if (!isArrow) {
            vm.assertEq(models.approvedCount(community), listed, "the list is as it was");
            vm.assertEq(uint256(models.statusOf(river, _id)), uint256(home), "and so it stands at home");
        }
    }

    function _take(Step step, CommunityId community) private {
        if (step == Step.Submit) submit(_submission);
        else if (step == Step.Approve) approve(community, _id, _policyId);
        else if (step == Step.Suspend) suspend(community, _id);
        else if (step == Step.Restore) restore(community, _id);
        else if (step == Step.Revoke) revoke(community, _id);
        else if (step == Step.Settle) models.settle(community, _id);
        else if (step == Step.Withdraw) _withdraw();
        else _withdrawKnowledge();
    }

    function _bringTo(Place place) private {
        if (place == Place.Unknown) return;
        submit(_submission);
        if (place == Place.Submitted || place == Place.Unshared) return;
        if (place == Place.ConsentPending || place == Place.Consented) {
            ICulturalProtocols.Rules memory rules = custodyRules();
            rules.consentThreshold = 1;
            loosen(river, _policyId, rules);
            if (place == Place.Consented) consent(river, _id, 1);
        } else if (place == Place.Withdrawn) {
            _withdraw();
        } else if (place == Place.WithdrawnByCustodian) {
            _withdrawKnowledge();
        } else {
            approve(river, _id, _policyId);
            if (_communityAt(place) == river) _bringFurther(place);
            else if (place != Place.Adoptable) _bringAcross(place);
        }
    }

    /// @dev From where River has approved it.
    function _bringFurther(Place place) private {
        if (place == Place.Suspended) suspend(river, _id);
        else if (place == Place.Revoked) revoke(river, _id);
        else if (place == Place.RevokedByCustodian) _withdrawKnowledge();
        else if (place == Place.Superseded) _supersede();
    }

    /// @dev From where Hill may adopt it.
    function _bringAcross(Place place) private {
        bool keeps = place == Place.Kept || place == Place.EndedByCustodianThoughKept;
        if (keeps) grant(river, hill, IFederation.Grant(Scopes.ADOPT, 0, true));
        approve(hill, _id, _policyId);
        if (place == Place.AdoptedAndSuspended) suspend(hill, _id);
        else if (place == Place.AdoptedAndRevoked) revoke(hill, _id);
        else if (place == Place.AdoptedAndSuperseded) _supersede();
        else if (place == Place.WithheldBySuspension) suspend(river, _id);
        else if (place == Place.WithheldWithoutGrant) grant(river, hill, 0);
        else if (place == Place.Kept || place == Place.RevokedByHome) revoke(river, _id);
        else if (place == Place.RevokedByHomeWhileSuspended) _revokeWhileSuspended();
        else if (place != Place.Adopted) _withdrawKnowledge();
    }

    /// @dev For both communities.
    function _supersede() private {
        VersionId id = submit(child(river, "successor", _id, _policyId));
        approveInstead(river, id, _policyId);
        if (models.decisionOf(hill, _id).approvedAt != 0) approveInstead(hill, id, _policyId);
    }

    function _revokeWhileSuspended() private {
        suspend(hill, _id);
        revoke(river, _id);
    }

    function _withdraw() private {
        vm.prank(contributor);
        models.withdrawVersion(_id);
    }

    function _withdrawKnowledge() private {
        vm.prank(custodian);
        models.withdrawKnowledge(_id, "reason");
    }

    function _communityAt(Place place) private view returns (CommunityId) {
        return place < Place.Unshared ? river : hill;
    }

    function _statusAt(Place place) private pure returns (IModelRegistry.Status) {
        return
            [
                IModelRegistry.Status.Unknown,
                IModelRegistry.Status.Submitted,
                IModelRegistry.Status.ConsentPending,
                IModelRegistry.Status.Consented,
                IModelRegistry.Status.Approved,
                IModelRegistry.Status.Suspended,
                IModelRegistry.Status.Revoked,
                IModelRegistry.Status.Revoked,
                IModelRegistry.Status.Withdrawn,
                IModelRegistry.Status.Withdrawn,
                IModelRegistry.Status.Superseded,
                IModelRegistry.Status.Submitted,
                IModelRegistry.Status.Submitted,
                IModelRegistry.Status.Approved,
                IModelRegistry.Status.Suspended,
                IModelRegistry.Status.Revoked,
                IModelRegistry.Status.Superseded,
                IModelRegistry.Status.Withheld,
                IModelRegistry.Status.Withheld,
                IModelRegistry.Status.Approved,
                IModelRegistry.Status.Revoked,
                IModelRegistry.Status.Revoked,
                IModelRegistry.Status.Revoked,
                IModelRegistry.Status.Revoked
            ][uint256(place)];
    }

    function _statusOf(bytes1 letter) private pure returns (IModelRegistry.Status) {
        if (letter == "S") return IModelRegistry.Status.Submitted;
        if (letter == "W") return IModelRegistry.Status.Withdrawn;
        if (letter == "A") return IModelRegistry.Status.Approved;
        if (letter == "P") return IModelRegistry.Status.Suspended;
        if (letter == "R") return IModelRegistry.Status.Revoked;
        revert(string.concat("a letter without a meaning: ", string(abi.encodePacked(letter))));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModelRegistry} from "../../src/interfaces/IModelRegistry.sol";
import {ModelRegistry} from "../../src/registry/ModelRegistry.sol";
import {CommunityId, PolicyId, VersionId} from "../../src/types/Ids.sol";
import {IHandler, Invariants, Runs} from "./Play.sol";
import {VersionHandler} from "./VersionHandler.sol";

/// @dev In the file of its test, because the runner knows only contracts of files that it runs.
contract RegistryHandler is VersionHandler {
    function steps() external pure override returns (bytes4[] memory all) {
        bytes4[] memory versions = _versionSteps();
        all = new bytes4[](versions.length + 1);
        for (uint256 i = 0; i < versions.length; ++i) all[i] = versions[i];
        all[versions.length] = this.letTimePass.selector;
    }

    function sights() external pure override returns (string[] memory all) {
        all = new string[](16);
        all[0] = "a version descends across communities";
        all[1] = "a version that drops its parent's protocols was refused";
        all[2] = "a version was approved with the consent that it needs";
        all[3] = "a version was adopted";
        all[4] = "a version took its parent's place";
        all[5] = "a version is superseded no more";
        all[6] = "an adoption was refused";
        all[7] = "a descent was refused";
        all[8] = "an approval was refused for want of consent";
        all[9] = "an approval was refused for want of a report";
        all[10] = "a restoration was refused for want of consent";
        all[11] = "an adoption was withheld";
        all[12] = "a grant ran out under an adoption";
        all[13] = "an adoption ended with its home's approval";
        all[14] = "an adoption outlived its home's approval";
        all[15] = "knowledge was withdrawn that ran";
    }
}

/// @dev The numbers are those of README.md beside this file.
contract RegistryInvariants is Invariants {
    RegistryHandler private _handler;

    ModelRegistry private _models;

    function setUp() public {
        _handler = new RegistryHandler();
        _models = _handler.models();
        _playWith(_handler);
    }

    function invariant_R1_theListHoldsExactlyWhatTheCommunityApprovedEachOnce() public view {
        for (uint256 c = 0; c < _handler.COMMUNITIES(); ++c) {
            CommunityId community = _handler.communities(c);
            uint256 approved = 0;
            for (uint256 v = 1; v <= _handler.lastVersion(); ++v) {
                if (_handler.verdictOf(c, v).status == IModelRegistry.Status.Approved) ++approved;
            }
            VersionId[] memory listed = _models.approvedVersions(community, 0, type(uint256).max);
            vm.assertEq(listed.length, approved, "as many as are approved");
            vm.assertEq(_models.approvedCount(community), approved, "count");
            for (uint256 i = 0; i < listed.length; ++i) {
                IModelRegistry.Status status = _models.decisionOf(community, listed[i]).status;
                vm.assertEq(uint256(status), uint256(IModelRegistry.Status.Approved), "listed");
                for (uint256 j = i + 1; j < listed.length; ++j) {
                    vm.assertNotEq(VersionId.unwrap(listed[i]), VersionId.unwrap(listed[j]));
                }
            }
        }
    }

    function invariant_R2_whatWasRevokedOrWithdrawnStaysSoEverywhere() public view {
        _assertNoBreach("R2");
        for (uint256 c = 0; c < _handler.COMMUNITIES(); ++c) {
            for (uint256 v = 1; v <= _handler.lastVersion(); ++v) {
                IModelRegistry.Status ended = _handler.ended(c, v);
                if (ended == IModelRegistry.Status.Unknown) continue;
                vm.assertEq(uint256(_status(c, v)), uint256(ended), "for good");
                vm.assertFalse(_isRunnable(c, v), "runs no more");
            }
        }
    }

    function invariant_R3_nobodyDidWhatOnlyAnotherMay() public view {
        _assertNoBreach("R3");
    }

    function invariant_R4_nothingIsTakenOverWithoutAGrantAndItsHomesApproval() public view {
        _assertNoBreach("R4");
        for (uint256 v = 1; v <= _handler.lastVersion(); ++v) {
            VersionHandler.Book memory book = _handler.bookOf(v);
            IModelRegistry.Decision memory home = _models.decisionOf(_handler.communities(book.home), book.id);
            for (uint256 c = 0; c < _handler.COMMUNITIES(); ++c) {
                uint48 approvedAt = _models.decisionOf(_handler.communities(c), book.id).approvedAt;
                if (approvedAt == 0) continue;
                vm.assertNotEq(home.approvedAt, 0);
                vm.assertLe(home.approvedAt, approvedAt);
            }
        }
    }

    function invariant_R5_whatMayRunIsApprovedAndInsideItsWindow() public view {
        uint256 time = vm.getBlockTimestamp();
        for (uint256 c = 0; c < _handler.COMMUNITIES(); ++c) {
            for (uint256 v = 1; v <= _handler.lastVersion(); ++v) {
                VersionHandler.Book memory book = _handler.bookOf(v);
                bool open = time >= book.notBefore && (book.expiresAt == 0 || time < book.expiresAt);
                vm.assertEq(_isRunnable(c, v), open && _status(c, v) == IModelRegistry.Status.Approved);
            }
        }
    }

    function invariant_R6_nothingIsApprovedOrRestoredWithoutItsConsentAtThatMoment() public view {
        _assertNoBreach("R6");
    }

    function invariant_R7_aVersionIsWhereTheBooksSay() public view {
        _assertNoBreach("R7");
        for (uint256 c = 0; c < _handler.COMMUNITIES(); ++c) {
            for (uint256 v = 1; v <= _handler.lastVersion(); ++v) {
                vm.assertEq(uint256(_status(c, v)), uint256(_handler.statusOf(c, v)), "status");
                VersionHandler.Verdict memory verdict = _handler.verdictOf(c, v);
                bool isUndecided = verdict.approvedAt == 0;
                IModelRegistry.Decision memory wanted = IModelRegistry.Decision({
                    status: verdict.status,
                    approvedAt: uint48(verdict.approvedAt),
                    changedAt: uint48(verdict.changedAt),
                    keepsOnRevocation: verdict.keeps,
                    policyId: isUndecided ? PolicyId.wrap(0) : _handler.policyOf(v),
                    successor: _handler.bookOf(verdict.successor).id
                });
                IModelRegistry.Decision memory decision = _models.decisionOf(
                    _handler.communities(c),
                    _handler.bookOf(v).id
                );
                vm.assertEq(keccak256(abi.encode(decision)), keccak256(abi.encode(wanted)), "decision");
            }
        }
    }

    function invariant_R8_aVersionCarriesTheProtocolsOfItsParent() public view {
        _assertNoBreach("R8");
        for (uint256 v = 1; v <= _handler.lastVersion(); ++v) {
            uint256 parent = _handler.bookOf(v).parent;
            PolicyId carried = _handler.policyOf(parent);
            if (parent == 0 || PolicyId.unwrap(carried) == 0) continue;
            vm.assertTrue(_handler.protocols().carries(_handler.policyOf(v), carried), "carried");
        }
    }

    function invariant_R9_whatIsSupersededHasASuccessorThatStandsApproved() public view {
        for (uint256 c = 0; c < _handler.COMMUNITIES(); ++c) {
            for (uint256 v = 1; v <= _handler.lastVersion(); ++v) {
                IModelRegistry.Status status = _status(c, v);
                bool isSuperseded = status == IModelRegistry.Status.Superseded;
                if (!isSuperseded && status != IModelRegistry.Status.Approved) continue;
                CommunityId community = _handler.communities(c);
                VersionId successor = _models.decisionOf(community, _handler.bookOf(v).id).successor;
                IModelRegistry.Status itsStatus = _models.statusOf(community, successor);
                bool stands =
                    itsStatus == IModelRegistry.Status.Approved || itsStatus == IModelRegistry.Status.Superseded;
                vm.assertEq(isSuperseded, stands);
            }
        }
    }

    function invariant_R10_whereReportsAreRequiredNothingIsApprovedWithoutOne() public view {
        _assertNoBreach("R10");
    }

    function _status(uint256 community, uint256 version) private view returns (IModelRegistry.Status) {
        return _models.statusOf(_handler.communities(community), _handler.bookOf(version).id);
    }

    function _isRunnable(uint256 community, uint256 version) private view returns (bool) {
        return _models.isRunnable(_handler.communities(community), _handler.bookOf(version).id);
    }
}

contract RegistryRuns is Runs {
    function _newHandler() internal override returns (IHandler) {
        return new RegistryHandler();
    }
}

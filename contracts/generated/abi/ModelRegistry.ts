export const modelRegistryAbi = [
  {
    "inputs": [
      {
        "internalType": "contract ICommunityRegistry",
        "name": "communityRegistry_",
        "type": "address"
      },
      {
        "internalType": "contract ICulturalProtocols",
        "name": "protocols_",
        "type": "address"
      },
      {
        "internalType": "contract IFederation",
        "name": "federation_",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "registry",
        "type": "address"
      }
    ],
    "name": "CommunityBound_InvalidRegistry",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "name": "ModelRegistry_AlreadySubmitted",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ModelRegistry_EmptyBundle",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      }
    ],
    "name": "ModelRegistry_ForeignPolicy",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint64",
        "name": "codec",
        "type": "uint64"
      }
    ],
    "name": "ModelRegistry_InvalidCodec",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ModelRegistry_InvalidDigest",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "string",
        "name": "slug",
        "type": "string"
      }
    ],
    "name": "ModelRegistry_InvalidSlug",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint48",
        "name": "notBefore",
        "type": "uint48"
      },
      {
        "internalType": "uint48",
        "name": "expiresAt",
        "type": "uint48"
      }
    ],
    "name": "ModelRegistry_InvalidWindow",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      }
    ],
    "name": "ModelRegistry_NoConsent",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "ModelRegistry_NotAuthority",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "ModelRegistry_NotContributor",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "ModelRegistry_NotCustodian",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "parent",
        "type": "bytes32"
      },
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "name": "ModelRegistry_NotDerivable",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "name": "ModelRegistry_NotEvaluated",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "ModelRegistry_NotGuardian",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      }
    ],
    "name": "ModelRegistry_NotShared",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "name": "ModelRegistry_NothingToSupersede",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "internalType": "PolicyId",
        "name": "offered",
        "type": "bytes32"
      },
      {
        "internalType": "PolicyId",
        "name": "voted",
        "type": "bytes32"
      }
    ],
    "name": "ModelRegistry_PolicyMismatch",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "parent",
        "type": "bytes32"
      },
      {
        "internalType": "PolicyId",
        "name": "parentPolicyId",
        "type": "bytes32"
      },
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      }
    ],
    "name": "ModelRegistry_PolicyNotCarried",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      }
    ],
    "name": "ModelRegistry_TooManyEvaluators",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      }
    ],
    "name": "ModelRegistry_UnknownCommunity",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "name": "ModelRegistry_UnknownVersion",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "internalType": "enum IModelRegistry.Status",
        "name": "status",
        "type": "uint8"
      }
    ],
    "name": "ModelRegistry_WrongStatus",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "evaluator",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "report",
        "type": "bytes32"
      }
    ],
    "name": "EvaluationAttached",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bool",
        "name": "required",
        "type": "bool"
      }
    ],
    "name": "EvaluationRequiredSet",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "evaluator",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "bool",
        "name": "recognised",
        "type": "bool"
      }
    ],
    "name": "EvaluatorSet",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "by",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "string",
        "name": "reason",
        "type": "string"
      }
    ],
    "name": "KnowledgeWithdrawn",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "ModelId",
        "name": "modelId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "string",
        "name": "slug",
        "type": "string"
      }
    ],
    "name": "ModelCreated",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      }
    ],
    "name": "VersionApproved",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "name": "VersionRestored",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "by",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "string",
        "name": "reason",
        "type": "string"
      }
    ],
    "name": "VersionRevoked",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "ModelId",
        "name": "modelId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "manifestHash",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "artifactsRoot",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint64",
        "name": "artifactsCodec",
        "type": "uint64"
      },
      {
        "indexed": false,
        "internalType": "VersionId",
        "name": "parent",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint64",
        "name": "totalBytes",
        "type": "uint64"
      },
      {
        "indexed": false,
        "internalType": "uint48",
        "name": "notBefore",
        "type": "uint48"
      },
      {
        "indexed": false,
        "internalType": "uint48",
        "name": "expiresAt",
        "type": "uint48"
      }
    ],
    "name": "VersionSubmitted",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "VersionId",
        "name": "successor",
        "type": "bytes32"
      }
    ],
    "name": "VersionSuperseded",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "by",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "string",
        "name": "reason",
        "type": "string"
      }
    ],
    "name": "VersionSuspended",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      }
    ],
    "name": "VersionWithdrawn",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "internalType": "PolicyId",
        "name": "policyId",
        "type": "bytes32"
      },
      {
        "internalType": "bool",
        "name": "supersedesParent",
        "type": "bool"
      }
    ],
    "name": "approve",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      }
    ],
    "name": "approvedCount",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "offset",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "limit",
        "type": "uint256"
      }
    ],
    "name": "approvedVersions",
    "outputs": [
      {
        "internalType": "VersionId[]",
        "name": "page",
        "type": "bytes32[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "report",
        "type": "bytes32"
      }
    ],
    "name": "attachEvaluation",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "communityRegistry",
    "outputs": [
      {
        "internalType": "contract ICommunityRegistry",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "name": "decisionOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "enum IModelRegistry.Status",
            "name": "status",
            "type": "uint8"
          },
          {
            "internalType": "uint48",
            "name": "approvedAt",
            "type": "uint48"
          },
          {
            "internalType": "uint48",
            "name": "changedAt",
            "type": "uint48"
          },
          {
            "internalType": "bool",
            "name": "keepsOnRevocation",
            "type": "bool"
          },
          {
            "internalType": "PolicyId",
            "name": "policyId",
            "type": "bytes32"
          },
          {
            "internalType": "VersionId",
            "name": "successor",
            "type": "bytes32"
          }
        ],
        "internalType": "struct IModelRegistry.Decision",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "evaluator",
        "type": "address"
      }
    ],
    "name": "evaluationOf",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      }
    ],
    "name": "evaluatorsOf",
    "outputs": [
      {
        "internalType": "address[]",
        "name": "",
        "type": "address[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "federation",
    "outputs": [
      {
        "internalType": "contract IFederation",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      }
    ],
    "name": "isEvaluationRequired",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "name": "isRunnable",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "string",
        "name": "slug",
        "type": "string"
      }
    ],
    "name": "modelIdFor",
    "outputs": [
      {
        "internalType": "ModelId",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "protocols",
    "outputs": [
      {
        "internalType": "contract ICulturalProtocols",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "name": "restore",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "internalType": "string",
        "name": "reason",
        "type": "string"
      }
    ],
    "name": "revoke",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "bool",
        "name": "required",
        "type": "bool"
      }
    ],
    "name": "setEvaluationRequired",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "evaluator",
        "type": "address"
      },
      {
        "internalType": "bool",
        "name": "recognised",
        "type": "bool"
      }
    ],
    "name": "setEvaluator",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "name": "settle",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "bytes32"
      }
    ],
    "name": "slugOf",
    "outputs": [
      {
        "internalType": "string",
        "name": "",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "name": "statusOf",
    "outputs": [
      {
        "internalType": "enum IModelRegistry.Status",
        "name": "",
        "type": "uint8"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "CommunityId",
            "name": "communityId",
            "type": "bytes32"
          },
          {
            "internalType": "string",
            "name": "slug",
            "type": "string"
          },
          {
            "internalType": "bytes32",
            "name": "manifestHash",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "artifactsRoot",
            "type": "bytes32"
          },
          {
            "internalType": "uint64",
            "name": "artifactsCodec",
            "type": "uint64"
          },
          {
            "internalType": "VersionId",
            "name": "parent",
            "type": "bytes32"
          },
          {
            "internalType": "PolicyId",
            "name": "policyId",
            "type": "bytes32"
          },
          {
            "internalType": "uint64",
            "name": "totalBytes",
            "type": "uint64"
          },
          {
            "internalType": "uint48",
            "name": "notBefore",
            "type": "uint48"
          },
          {
            "internalType": "uint48",
            "name": "expiresAt",
            "type": "uint48"
          }
        ],
        "internalType": "struct IModelRegistry.Submission",
        "name": "submission",
        "type": "tuple"
      }
    ],
    "name": "submitVersion",
    "outputs": [
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "CommunityId",
        "name": "communityId",
        "type": "bytes32"
      },
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "internalType": "string",
        "name": "reason",
        "type": "string"
      }
    ],
    "name": "suspend",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "ModelId",
        "name": "modelId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "manifestHash",
        "type": "bytes32"
      },
      {
        "internalType": "address",
        "name": "contributor",
        "type": "address"
      }
    ],
    "name": "versionIdFor",
    "outputs": [
      {
        "internalType": "VersionId",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "name": "versionOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "CommunityId",
            "name": "communityId",
            "type": "bytes32"
          },
          {
            "internalType": "ModelId",
            "name": "modelId",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "manifestHash",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "artifactsRoot",
            "type": "bytes32"
          },
          {
            "internalType": "VersionId",
            "name": "parent",
            "type": "bytes32"
          },
          {
            "internalType": "PolicyId",
            "name": "policyId",
            "type": "bytes32"
          },
          {
            "internalType": "address",
            "name": "contributor",
            "type": "address"
          },
          {
            "internalType": "uint48",
            "name": "submittedAt",
            "type": "uint48"
          },
          {
            "internalType": "uint64",
            "name": "artifactsCodec",
            "type": "uint64"
          },
          {
            "internalType": "uint64",
            "name": "totalBytes",
            "type": "uint64"
          },
          {
            "internalType": "uint48",
            "name": "notBefore",
            "type": "uint48"
          },
          {
            "internalType": "uint48",
            "name": "expiresAt",
            "type": "uint48"
          },
          {
            "internalType": "bool",
            "name": "withdrawn",
            "type": "bool"
          },
          {
            "internalType": "bool",
            "name": "knowledgeWithdrawn",
            "type": "bool"
          }
        ],
        "internalType": "struct IModelRegistry.Version",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      },
      {
        "internalType": "string",
        "name": "reason",
        "type": "string"
      }
    ],
    "name": "withdrawKnowledge",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "VersionId",
        "name": "versionId",
        "type": "bytes32"
      }
    ],
    "name": "withdrawVersion",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const

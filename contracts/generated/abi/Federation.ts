export const federationAbi = [
  {
    "inputs": [
      {
        "internalType": "contract ICommunityRegistry",
        "name": "communityRegistry_",
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
        "internalType": "uint48",
        "name": "expiresAt",
        "type": "uint48"
      }
    ],
    "name": "Federation_Expired",
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
    "name": "Federation_NotAuthority",
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
    "name": "Federation_SameCommunity",
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
    "name": "Federation_UnknownCommunity",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint8",
        "name": "scopes",
        "type": "uint8"
      }
    ],
    "name": "Federation_UnknownScope",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "from",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "CommunityId",
        "name": "to",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "scopes",
        "type": "uint8"
      },
      {
        "indexed": false,
        "internalType": "uint48",
        "name": "expiresAt",
        "type": "uint48"
      },
      {
        "indexed": false,
        "internalType": "bool",
        "name": "keepsOnRevocation",
        "type": "bool"
      }
    ],
    "name": "GrantSet",
    "type": "event"
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
        "name": "from",
        "type": "bytes32"
      },
      {
        "internalType": "CommunityId",
        "name": "to",
        "type": "bytes32"
      }
    ],
    "name": "grantOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint8",
            "name": "scopes",
            "type": "uint8"
          },
          {
            "internalType": "uint48",
            "name": "expiresAt",
            "type": "uint48"
          },
          {
            "internalType": "bool",
            "name": "keepsOnRevocation",
            "type": "bool"
          }
        ],
        "internalType": "struct IFederation.Grant",
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
        "internalType": "CommunityId",
        "name": "from",
        "type": "bytes32"
      },
      {
        "internalType": "CommunityId",
        "name": "to",
        "type": "bytes32"
      },
      {
        "internalType": "uint8",
        "name": "scopes",
        "type": "uint8"
      }
    ],
    "name": "isGranted",
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
        "name": "from",
        "type": "bytes32"
      },
      {
        "internalType": "CommunityId",
        "name": "to",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "internalType": "uint8",
            "name": "scopes",
            "type": "uint8"
          },
          {
            "internalType": "uint48",
            "name": "expiresAt",
            "type": "uint48"
          },
          {
            "internalType": "bool",
            "name": "keepsOnRevocation",
            "type": "bool"
          }
        ],
        "internalType": "struct IFederation.Grant",
        "name": "grant",
        "type": "tuple"
      }
    ],
    "name": "setGrant",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const

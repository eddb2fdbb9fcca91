import type { ConnectionType } from '../intake/rules.ts';

/** Autonomous systems whose addresses are servers, by number (IANA's registry names their holders). */
export const DATACENTER_ASNS: ReadonlySet<number> = new Set([
  16_509,
  14_618,
  8_987, // Amazon
  15_169,
  396_982, // Google
  8_075,
  8_068, // Microsoft
  31_898, // Oracle
  45_102,
  37_963, // Alibaba
  132_203,
  45_090, // Tencent
  136_907,
  55_990, // Huawei
  36_351, // IBM
  14_061, // DigitalOcean
  24_940,
  213_230, // Hetzner
  16_276, // OVH
  63_949, // Akamai Connected Cloud
  20_473, // Vultr
  12_876, // Scaleway
  60_781,
  28_753,
  30_633, // Leaseweb
  51_167, // Contabo
  8_560, // IONOS
  9_009, // M247, which carries many VPNs
  212_238,
  60_068, // Datacamp, which carries many VPNs
  62_240, // Clouvider
  53_667, // FranTech
  40_676, // Psychz
  36_352, // HostPapa
  46_606, // Newfold
  26_496, // GoDaddy
  54_825, // Equinix Metal
  200_651, // Flokinet
  197_540, // netcup
  29_802, // HIVELOCITY
  25_820, // IT7
]);

/** Autonomous systems of mobile carriers. */
export const MOBILE_ASNS: ReadonlySet<number> = new Set([
  21_928, // T-Mobile USA
  22_394,
  6_167, // Verizon Wireless
  20_057, // AT&T Mobility
  55_836, // Reliance Jio
  45_609, // Bharti Airtel mobile
  12_430, // Vodafone Spain
  25_135, // Vodafone UK
  206_067, // Three UK
]);

/** Autonomous systems from which relays of people's own devices, such as iCloud Private Relay, reach the web. */
export const RELAY_ASNS: ReadonlySet<number> = new Set([
  36_183, // Akamai's relays
  13_335, // Cloudflare
  54_113, // Fastly
]);

/** Address ranges that are known well enough to be built in, as networks. */
export const BUILT_IN_NETWORKS: readonly [ConnectionType, readonly string[]][] = [
  ['relay', ['172.224.224.0/19', '104.28.0.0/16', '2a02:26f7::/32', '2606:54c0::/32', '2a04:4e41::/32', '2a09:bac0::/29']],
  [
    'datacenter',
    [
      '3.0.0.0/9',
      '13.32.0.0/12',
      '18.128.0.0/9',
      '34.64.0.0/10',
      '35.152.0.0/13',
      '35.184.0.0/13',
      '44.192.0.0/10',
      '52.0.0.0/10',
      '52.64.0.0/12',
      '54.64.0.0/11',
      '54.144.0.0/12',
      '54.160.0.0/11',
      '54.192.0.0/10',
      '5.9.0.0/16',
      '78.46.0.0/15',
      '88.198.0.0/16',
      '88.99.0.0/16',
      '95.216.0.0/15',
      '116.202.0.0/15',
      '135.181.0.0/16',
      '136.243.0.0/16',
      '138.201.0.0/16',
      '142.132.128.0/17',
      '144.76.0.0/16',
      '148.251.0.0/16',
      '157.90.0.0/16',
      '159.69.0.0/16',
      '162.55.0.0/16',
      '167.235.0.0/16',
      '168.119.0.0/16',
      '176.9.0.0/16',
      '178.63.0.0/16',
      '188.40.0.0/16',
      '195.201.0.0/16',
      '213.239.192.0/18',
      '51.68.0.0/16',
      '51.75.0.0/16',
      '51.77.0.0/16',
      '51.79.0.0/16',
      '51.83.0.0/16',
      '51.89.0.0/16',
      '51.91.0.0/16',
      '54.36.0.0/15',
      '54.38.0.0/16',
      '91.121.0.0/16',
      '104.131.0.0/16',
      '104.236.0.0/16',
      '128.199.0.0/16',
      '134.209.0.0/16',
      '138.68.0.0/16',
      '138.197.0.0/16',
      '139.59.0.0/16',
      '142.93.0.0/16',
      '143.110.128.0/17',
      '157.230.0.0/16',
      '157.245.0.0/16',
      '159.65.0.0/16',
      '159.89.0.0/16',
      '159.203.0.0/16',
      '161.35.0.0/16',
      '164.90.128.0/17',
      '165.22.0.0/16',
      '165.227.0.0/16',
      '167.71.0.0/16',
      '167.99.0.0/16',
      '167.172.0.0/16',
      '174.138.0.0/17',
      '178.62.0.0/16',
      '188.166.0.0/16',
      '206.189.0.0/16',
      '45.33.0.0/17',
      '45.56.64.0/18',
      '45.79.0.0/16',
      '139.162.0.0/16',
      '172.104.0.0/15',
      '2600:1f00::/24',
      '2600:1900::/28',
      '2a01:4f8::/29',
      '2604:a880::/32',
      '2a03:b0c0::/32',
      '2001:41d0::/32',
    ],
  ],
];
